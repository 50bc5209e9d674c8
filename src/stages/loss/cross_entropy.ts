import { z } from "zod";
import type { Category } from "../../flow/kinds/targets.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Loss } from "../../flow/stage/stage.ts";

/** The definition of {@linkcode crossEntropy}. */
export const crossEntropyStage = defineStage("loss", {
  op: "crossEntropy",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    perItem: (tf, outputs, targets) =>
      tf.tidy(() => {
        // The logarithm of softmax would be infinite where softmax rounds to 0.
        const logProbabilities = tf.logSoftmax(outputs); // [batch, classes]
        return tf.neg(tf.sum(tf.mul(targets, logProbabilities), 1)); // [batch]
      }),
    activation: (tf, outputs) => tf.softmax(outputs),
  }),
});

/**
 * Scores the probability given to the right class: `-log softmax(outputs)` at
 * the target, in nats. Outputs are `[batch, classes]`, the loss is `[batch]`.
 *
 * A guess without knowledge of `n` classes costs `log n`.
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
export function crossEntropy(): Loss<Category> {
  return crossEntropyStage({});
}
