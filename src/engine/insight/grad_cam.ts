import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import { oneOf } from "./one_of.ts";
import { type Looking, tappedAt } from "./tapped.ts";

/** Which outputs are explained, and by what. */
export interface GradCamTask {
  /** A layer that makes images. */
  readonly layer: string;
  /** Of one item: `[height, width, channels]`. */
  readonly shape: readonly number[];
  /** The column of the output that is explained, one an item. */
  readonly columns: readonly number[];
}

/**
 * How much each place of a layer speaks for an output, for a batch:
 *
 *     weight[c] = mean over places of  d output / d A[place, c]
 *     map[place] = max(0, sum over c of  weight[c] · A[place, c])
 *
 * where `A` is what the layer makes and the output stands before the loss's
 * activation. Source: Selvaraju et al., "Grad-CAM", 2017, equations 1 and 2.
 *
 * @returns `[batch, height, width]`; the caller disposes it
 */
export function gradCam(
  session: Looking,
  batch: Batch,
  { layer, shape, columns }: GradCamTask,
): Tensor {
  const { tf, network } = session;
  let seen: Tensor | undefined;
  const slope = (nothing: Tensor) =>
    tf.grad((added: Tensor) => {
      const forward = tappedAt(session, layer, (made) => {
        seen = tf.keep(tf.clone(made));
        return tf.add(made, added);
      });
      const raw = network.forward(forward, batch);
      if (seen === undefined) {
        throw new TypeError(`Cannot look at "${layer}": the pass has no such`);
      }
      return tf.sum(tf.mul(raw, oneOf(tf, columns, raw.shape[1])));
    })(nothing);
  try {
    return tf.tidy(() => {
      // Nothing is added, but the output's slope along it is asked for.
      const gradient = slope(tf.zeros([columns.length, ...shape]));
      const weights = tf.mean(gradient as Tensor4D, [1, 2], true);
      return tf.relu(tf.sum(tf.mul(seen as unknown as Tensor, weights), 3));
    });
  } finally {
    seen?.dispose();
  }
}

/**
 * A map with 1 where it is largest. One that is zero everywhere stays so:
 * nothing speaks for the output.
 */
export function scaled(map: Float32Array): Float32Array {
  const most = map.reduce((most, value) => Math.max(most, value), 0);
  return most > 0 ? map.map((value) => value / most) : map;
}
