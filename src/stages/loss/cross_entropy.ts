import type { Category } from "../../flow/kinds/targets.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Loss } from "../../flow/stage/stage.ts";
import type { Tensor1D, Tensor2D } from "../../flow/stage/tensors.ts";
import {
  type LabelSmoothingOptions,
  labelSmoothingParams,
} from "./_label_smoothing.ts";

/** Settings of {@linkcode crossEntropy}. */
export interface CrossEntropyOptions extends LabelSmoothingOptions {}

/** The definition of {@linkcode crossEntropy}. */
export const crossEntropyStage = defineStage("loss", {
  op: "crossEntropy",
  version: 1,
  params: labelSmoothingParams,
  behave: ({ labelSmoothing = 0 }) => ({
    targets: ["category"],
    // From the outputs at once: where softmax rounds to 0, the logarithm of it
    // would be infinite.
    perItem: (tf, outputs, targets) =>
      tf.losses.softmaxCrossEntropy<Tensor2D, Tensor1D>(
        targets,
        outputs,
        undefined,
        labelSmoothing,
        tf.Reduction.NONE,
      ),
    activation: (tf, outputs) => tf.softmax(outputs),
  }),
});

/**
 * Scores the probability given to the right class: `-log softmax(outputs)` at
 * the target, in nats. Outputs are `[batch, classes]`, the loss is `[batch]`.
 *
 * A guess without knowledge of `n` classes costs `log n`.
 *
 * With label smoothing `e` it is `1 - e` of that and `e` of the mean over all
 * classes, so that certainty costs. The validation loss is smoothed alike, as
 * in fastai: it compares with the training loss, not with a loss without `e`.
 * Source: Szegedy et al., "Rethinking the Inception architecture", 2016;
 * fastai's `LabelSmoothingCrossEntropy`.
 *
 * @throws {PipelineError} when the smoothing is not from 0 to below 1
 *
 * @example Two classes, no idea: log 2
 * ```ts
 * import { crossEntropy } from "leat";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-backend-cpu";
 * import assert from "node:assert/strict";
 *
 * const outputs = tf.tensor2d([[0, 0]]);
 * const targets = tf.tensor2d([[1, 0]]);
 * const loss = crossEntropy().behaviour.perItem(tf, outputs, targets);
 * assert.ok(Math.abs(loss.dataSync()[0]! - Math.log(2)) < 1e-6);
 * ```
 */
export function crossEntropy(
  options: CrossEntropyOptions = {},
): Loss<Category> {
  return crossEntropyStage(options);
}
