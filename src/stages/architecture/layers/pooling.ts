import type { Tensor4D } from "../../../flow/stage/tensors.ts";
import { type Layer, plain } from "./layer.ts";

/** The largest value of each window: `[b, h, w, c]` to `[b, h', w', c]`. */
export function maxPool(
  { kernel, stride, padding }: {
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
  },
): Layer {
  const side = (size: number) =>
    Math.floor((size + 2 * padding - kernel) / stride) + 1;
  return plain(
    ([height = 0, width = 0, channels = 0]) => [
      side(height),
      side(width),
      channels,
    ],
    ({ tf }, tensor) =>
      tf.maxPool(tensor as Tensor4D, kernel, stride, padding, "floor"),
  );
}

/**
 * The largest and the mean value of each channel, in this order:
 * `[b, h, w, c]` to `[b, 2 c]`. fastai's `AdaptiveConcatPool2d`.
 */
export function concatPool(): Layer {
  return plain(
    ([_height, _width, channels = 0]) => [2 * channels],
    ({ tf }, tensor) =>
      tf.concat([tf.max(tensor, [1, 2]), tf.mean(tensor, [1, 2])], 1),
  );
}
