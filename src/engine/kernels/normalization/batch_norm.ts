import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor } from "@tensorflow/tfjs-core";
import { toTensor } from "../_to_tensor.ts";
import { areMomentsOf, rowsOf } from "./moments.ts";
import { normalize } from "./normalize.ts";
import { channelGradients, inputGradient } from "./normalize_gradient.ts";
import type { Backend } from "../program.ts";

/**
 * `tf.batchNorm`, with one gradient for all of it where a batch is normalised
 * by its own moments: the way through mean and variance is in the formula.
 */
export const batchNorm: typeof tf.batchNorm = <R extends Rank>(
  ...given: Parameters<typeof tf.batchNorm<R>>
): Tensor<R> => {
  const [x, mean, variance, offset, scale, epsilon = 0.001] = given;
  if (
    !(x instanceof tf.Tensor) || !(mean instanceof tf.Tensor) ||
    !(variance instanceof tf.Tensor) || !areMomentsOf(x, mean, variance) ||
    !(offset instanceof tf.Tensor) || !(scale instanceof tf.Tensor)
  ) {
    return tf.batchNorm(...given);
  }
  return ofOwnMoments({ mean, variance, epsilon })(x, offset, scale) as Tensor<
    R
  >;
};

function ofOwnMoments(
  { mean, variance, epsilon }: {
    readonly mean: Tensor;
    readonly variance: Tensor;
    readonly epsilon: number;
  },
): (x: Tensor, offset: Tensor, scale: Tensor) => Tensor {
  // tfjs types the inputs, the saved tensors and its backend loosely: they are
  // those given below, those saved below, and the backend that device/ made.
  const backend = tf.backend() as unknown as Backend;
  return tf.customGrad((...inputs) => {
    const [x, offset, scale, save] = inputs as [
      Tensor,
      Tensor,
      Tensor,
      tf.GradSaveFunc,
    ];
    const rows = rowsOf(x.shape);
    save([x, mean, variance, scale]);
    return {
      value: toTensor(
        normalize(backend, x, offset, { mean, variance, scale, epsilon }, rows),
      ),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, mean, variance, scale] = saved as [
          Tensor,
          Tensor,
          Tensor,
          Tensor,
        ];
        const used = { mean, variance, scale, epsilon };
        const channels = channelGradients(backend, dy, x, used, rows);
        const dx = inputGradient(backend, dy, x, used, channels, rows);
        return [dx, channels.doffset, channels.dscale].map(toTensor);
      },
    };
  });
}
