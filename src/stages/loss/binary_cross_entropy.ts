import { z } from "zod";
import type { Tags } from "../../flow/kinds/targets.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Loss } from "../../flow/stage/stage.ts";

/** The definition of {@linkcode binaryCrossEntropy}. */
export const binaryCrossEntropyStage = defineStage("loss", {
  op: "binaryCrossEntropy",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["tags"],
    perItem: (tf, outputs, targets) =>
      tf.tidy(() => {
        // The exponent is never positive, so nothing overflows.
        const tail = tf.log1p(tf.exp(tf.neg(tf.abs(outputs))));
        const linear = tf.sub(tf.relu(outputs), tf.mul(outputs, targets));
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
export function binaryCrossEntropy(): Loss<Tags> {
  return binaryCrossEntropyStage({});
}
