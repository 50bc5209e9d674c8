import { z } from "zod";
import type { Classes } from "../../flow/kinds/targets.ts";
import { claimsAbout } from "../../flow/claims/claim.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import type { Metric } from "../../flow/stage/stage.ts";
import { classPairs, isTagged } from "./_classes.ts";
import { overSet } from "./_whole_set.ts";

function shareOfRows(predictions: Predictions): number {
  let right = 0;
  for (const [actual, predicted] of classPairs(predictions)) {
    if (actual === predicted) right += 1;
  }
  return right / predictions.count;
}

function shareOfCells({ outputs, targets }: Predictions): number {
  const right = outputs.filter((probability, at) =>
    isTagged(probability) === isTagged(targets[at]!)
  );
  return right.length / outputs.length;
}

/** The definition of {@linkcode accuracy}. */
export const accuracyStage = defineStage("metrics", {
  op: "accuracy",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["category", "tags"],
    better: "higher",
    compute: overSet(
      "accuracy",
      (predictions) =>
        predictions.target === "tags"
          ? shareOfCells(predictions)
          : shareOfRows(predictions),
    ),
  }),
});

/**
 * The share of right predictions, 0 to 1, higher is better.
 *
 * For one class an item it is the share of items whose largest probability is
 * the right class's. For tags it is the share of all (item, class) pairs that
 * are on the right side of probability 0.5.
 *
 * @example Two of three
 * ```ts
 * import { accuracy } from "leat";
 * import assert from "node:assert/strict";
 *
 * const value = accuracy().behaviour.compute({
 *   target: "category",
 *   count: 3,
 *   columns: 2,
 *   outputs: new Float32Array([0.9, 0.1, 0.8, 0.2, 0.3, 0.7]),
 *   targets: new Float32Array([1, 0, 0, 1, 0, 1]),
 *   classes: ["cat", "dog"],
 * });
 * assert.equal(value, 2 / 3);
 * ```
 */
export function accuracy(): Metric<Classes> {
  return accuracyStage({});
}

const claims = claimsAbout({ op: "accuracy" });
accuracy.below = claims.below;
accuracy.above = claims.above;
accuracy.within = claims.within;
