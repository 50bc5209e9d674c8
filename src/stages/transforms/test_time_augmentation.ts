import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import type { TestTimeAugmentation } from "../../flow/stage/test_time.ts";

/** Settings of {@linkcode testTimeAugmentation}. */
export type TestTimeAugmentationOptions = {
  /** Augmented views of each image, 1 to 64; 4 unless told. */
  readonly passes?: number;
  /** The plain view's share of the answer, 0 to 1; 0.25 unless told. */
  readonly beta?: number;
  readonly combine?: "mean";
} | {
  /** Augmented views of each image, 1 to 64; 4 unless told. */
  readonly passes?: number;
  /** The largest of each class over all views, the plain one included. */
  readonly combine: "max";
};

const BETA = 0.25;

/** The definition of {@linkcode testTimeAugmentation}. */
export const testTimeAugmentationStage = defineStage("transforms", {
  op: "testTimeAugmentation",
  version: 1,
  params: z.strictObject({
    passes: z.int().min(1).max(64).default(4),
    beta: z.number().min(0).max(1).exactOptional(),
    combine: z.enum(["mean", "max"]).default("mean"),
  }).refine(({ combine, beta }) => combine === "mean" || beta === undefined, {
    error: "beta has no meaning where the largest is taken",
  }).transform(({ passes, combine, beta = BETA }): TestTimeAugmentation =>
    combine === "max" ? { passes, combine } : { passes, combine, beta }
  ),
  behave: (augmentation) => ({ when: "evaluate", augmentation }),
});

/**
 * Judges the trained model once more by its answers to several views of each
 * image of the validation set: `passes` through the transforms of training,
 * and the plain one. The answer is
 * `(1 - beta) mean(augmented) + beta plain`, of probabilities or values.
 *
 * Every metric is reported with and without, the former under a name that ends
 * in `_tta`; the losses and the rows of epochs stay without. Training is the
 * same, mixing takes no part, and `predict` does as before unless it is asked:
 * `--tta`, or `testTimeAugmentation` among its options. Source: fastai's
 * `Learner.tta`.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { testTimeAugmentation } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { params } = testTimeAugmentation();
 * assert.deepEqual(params, { passes: 4, beta: 0.25, combine: "mean" });
 * ```
 */
export function testTimeAugmentation(
  options: TestTimeAugmentationOptions = {},
): Transform<Image> {
  return testTimeAugmentationStage(options);
}
