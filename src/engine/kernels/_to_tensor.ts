import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";

/** What a kernel made, as a tensor that tfjs owns. */
export function toTensor(info: TensorInfo): Tensor {
  return tf.engine().makeTensorFromTensorInfo(info);
}
