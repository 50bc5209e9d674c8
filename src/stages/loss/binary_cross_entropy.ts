import type { Tags } from "../../flow/kinds/targets.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Loss } from "../../flow/stage/stage.ts";
import {
  type LabelSmoothingOptions,
  labelSmoothingParams,
} from "./_label_smoothing.ts";

/** Settings of {@linkcode binaryCrossEntropy}. */
export interface BinaryCrossEntropyOptions extends LabelSmoothingOptions {}

/** The definition of {@linkcode binaryCrossEntropy}. */
export const binaryCrossEntropyStage = defineStage("loss", {
  op: "binaryCrossEntropy",
  version: 1,
  params: labelSmoothingParams,
  behave: ({ labelSmoothing = 0 }) => ({
    targets: ["tags"],
    perItem: (tf, outputs, targets) =>
      tf.tidy(() => {
        const wanted = labelSmoothing === 0 ? targets : tf.add(
          tf.mul(targets, 1 - labelSmoothing),
          labelSmoothing / 2,
        );
        // The exponent is never positive, so nothing overflows.
        const tail = tf.log1p(tf.exp(tf.neg(tf.abs(outputs))));
        const linear = tf.sub(tf.relu(outputs), tf.mul(outputs, wanted));
        return tf.mean(tf.add(linear, tail), 1); // [batch]
      }),
    activation: (tf, outputs) => tf.sigmoid(outputs),
  }),
});

/**
 * Scores each class by itself, for labels that are lists of classes: the mean
 * over classes of `-t log p - (1 - t) log(1 - p)` with `p = sigmoid(output)`,
 * in nats. Outputs are `[batch, classes]`, the loss is `[batch]`.
 *
 * Source: the stable form `max(x, 0) - x t + log(1 + exp(-|x|))`, as in torch's
 * `BCEWithLogitsLoss`.
 *
 * With label smoothing `e` a target is `1 - e / 2` for yes and `e / 2` for no,
 * as in Keras, in the validation loss too.
 *
 * @throws {PipelineError} when the smoothing is not from 0 to below 1
 *
 * @example No idea about any class: log 2
 * ```ts
 * import { binaryCrossEntropy } from "leat";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-backend-cpu";
 * import assert from "node:assert/strict";
 *
 * const outputs = tf.tensor2d([[0, 0, 0]]);
 * const targets = tf.tensor2d([[1, 0, 1]]);
 * const loss = binaryCrossEntropy().behaviour.perItem(tf, outputs, targets);
 * assert.ok(Math.abs(loss.dataSync()[0]! - Math.log(2)) < 1e-6);
 * ```
 */
export function binaryCrossEntropy(
  options: BinaryCrossEntropyOptions = {},
): Loss<Tags> {
  return binaryCrossEntropyStage(options);
}
