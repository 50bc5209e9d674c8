import * as tf from "@tensorflow/tfjs-core";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { areHalves } from "./halves/storage.ts";
import type { Backend } from "./program.ts";

/**
 * Whether all tensors hold floats, and at least one each; in halves too, which
 * kernels of ours read.
 */
export function areFloats(...tensors: readonly TensorInfo[]): boolean {
  // What tfjs knows as its backend is the one that device/ made.
  const { tensorMap } = tf.backend() as unknown as Backend;
  return tensors.every(({ dataId, dtype, shape }) =>
    dtype === "float32" && !shape.includes(0) &&
    // A cast from integers is called floats and holds what it held.
    (areHalves({ dataId }) || tensorMap.get(dataId)?.dtype === "float32")
  );
}
