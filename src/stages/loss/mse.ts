import { z } from "zod";
import type { Quantity } from "../../flow/kinds/targets.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Loss } from "../../flow/stage/stage.ts";

/** The definition of {@linkcode mse}. */
export const mseStage = defineStage("loss", {
  op: "mse",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["quantity"],
    perItem: (tf, outputs, targets) =>
      tf.tidy(() => {
        const distances = tf.square(tf.sub(outputs, targets)); // [batch, outputs]
        return tf.mean(distances, 1); // [batch]
      }),
    // A copy, so that the caller owns what it is given, as with other losses.
    activation: (tf, outputs) => tf.clone(outputs),
  }),
});

/**
 * Mean squared error: the square of the distance, in the label's unit squared.
 * Outputs are `[batch, outputs]`, the loss is `[batch]`, a mean over columns.
 *
 * @example Off by 2
 * ```ts
 * import { mse } from "leat";
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-backend-cpu";
 * import assert from "node:assert/strict";
 *
 * const { perItem } = mse().behaviour;
 * const loss = perItem(tf, tf.tensor2d([[5]]), tf.tensor2d([[3]]));
 * assert.equal(loss.dataSync()[0], 4);
 * ```
 */
export function mse(): Loss<Quantity> {
  return mseStage({});
}
