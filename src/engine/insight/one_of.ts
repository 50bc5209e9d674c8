import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/**
 * A row for each index with 1 there and 0 elsewhere: `[indices, size]`. Of one
 * column there is but one choice, which `tf.oneHot` knows nothing of.
 */
export function oneOf(
  tf: Tensors,
  indices: readonly number[],
  size: number,
): Tensor2D {
  if (size === 1) return tf.ones([indices.length, 1]);
  const places = tf.tensor1d([...indices], "int32");
  return tf.cast(tf.oneHot(places, size), "float32") as Tensor2D;
}
