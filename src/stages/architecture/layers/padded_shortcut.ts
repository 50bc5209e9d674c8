import type { Tensor4D } from "../../../flow/stage/tensors.ts";
import { type Layer, plain } from "./layer.ts";

/**
 * A shortcut without parameters: every `stride`-th row and column, and zeros
 * for the channels that are new, as many before as after:
 * `[b, h, w, c]` to `[b, ceil(h / stride), ceil(w / stride), channels]`.
 *
 * Source: option A of He et al., "Deep residual learning", 2016, section 3.3;
 * where the zeros go, from akamaster/pytorch_resnet_cifar10.
 */
export function paddedShortcut(channels: number, stride: number): Layer {
  const side = (size: number) => Math.ceil(size / stride);
  return plain(
    ([height = 0, width = 0]) => [side(height), side(width), channels],
    ({ tf }, tensor) => {
      // Windows of one pixel: a strided slice has no gradient in tfjs.
      const kept = tf.avgPool(tensor as Tensor4D, 1, stride, "valid");
      const added = channels - (tensor.shape[3] ?? 0);
      const before = added >> 1;
      return tf.pad(kept, [[0, 0], [0, 0], [0, 0], [before, added - before]]);
    },
  );
}
