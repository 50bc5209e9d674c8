import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Batch, Tensor, Tensors } from "../../flow/stage/tensors.ts";
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

/** The second equation, of a layer's values and their slopes. */
function mapOf(tf: Tensors, seen: Tensor, slopes: Tensor): Tensor {
  const weights = tf.mean(slopes as Tensor4D, [1, 2], true);
  return tf.relu(tf.sum(tf.mul(seen, weights), 3));
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
      return mapOf(tf, seen as unknown as Tensor, gradient);
    });
  } finally {
    seen?.dispose();
  }
}

/**
 * The same for what a layer has made already: all that is computed is what
 * comes after it.
 *
 * @param seen what the layer made, `[batch, height, width, channels]`
 * @param chosen 1 in the column that is explained, one row an item
 */
export function gradCamFrom(
  session: Looking,
  batch: Batch,
  layer: string,
  { seen, chosen }: { readonly seen: Tensor; readonly chosen: Tensor },
): Tensor {
  const { tf, network } = session;
  return tf.tidy(() => {
    const slope = tf.grad((made: Tensor) => {
      const forward = tappedAt(session, layer, () => made);
      return tf.sum(tf.mul(network.forward(forward, batch), chosen));
    });
    return mapOf(tf, seen, slope(seen));
  });
}
