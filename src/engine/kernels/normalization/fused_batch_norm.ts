import * as tf from "@tensorflow/tfjs-core";
import type {
  FusedBatchNormAttrs,
  Tensor,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { toTensor } from "../_to_tensor.ts";
import { rowsOf } from "./moments.ts";
import { normalize } from "./normalize.ts";
import { channelGradients } from "./normalize_gradient.ts";
import type { KernelCall } from "../override.ts";
import type { Backend } from "../program.ts";

type Input = "x" | "mean" | "variance" | "offset" | "scale";

/** `FusedBatchNorm` with an offset and a scale for each channel. */
export function fusedBatchNorm(
  { inputs, attrs, backend }: KernelCall<Input, FusedBatchNormAttrs>,
): TensorInfo | undefined {
  const { x, mean, variance } = inputs;
  // tfjs declares all five and leaves out the last two where they are not given.
  const { offset, scale }: Partial<typeof inputs> = inputs;
  if (!offset || !scale || !areChannels(x, mean, variance, offset, scale)) {
    return undefined;
  }
  const normalization = {
    mean,
    variance,
    scale,
    offset,
    epsilon: attrs.varianceEpsilon,
  };
  return normalize(backend, x, normalization, rowsOf(x.shape));
}

/**
 * The gradients of `FusedBatchNorm`, with n = 1 / sqrt(variance + epsilon):
 *
 *     dx = dy scale n                         dmean = -scale n doffset
 *     dvariance = -1/2 scale n^2 dscale
 */
export function fusedBatchNormGradient(
  dy: Tensor,
  saved: readonly Tensor[],
  { varianceEpsilon: epsilon }: FusedBatchNormAttrs,
): Record<Input, () => Tensor> | undefined {
  const [x, mean, variance, scale] = saved;
  if (!x || !mean || !variance || !scale) return undefined;
  if (!areChannels(x, mean, variance, scale)) return undefined;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  const sums = channelGradients(
    backend,
    { dy, x, normalization: { mean, variance, scale, epsilon } },
    rowsOf(x.shape),
  );
  const [doffset, dscale] = [toTensor(sums.doffset), toTensor(sums.dscale)];
  const inverse = () => tf.rsqrt(tf.add(variance, epsilon));
  const factor = () => tf.mul(scale, inverse());
  return {
    x: () => tf.mul(dy, factor()),
    mean: () => tf.neg(tf.mul(doffset, factor())),
    variance: () => tf.mul(tf.mul(dscale, -0.5), tf.mul(factor(), inverse())),
    scale: () => dscale,
    offset: () => doffset,
  };
}

/** Whether all are floats, and all but `x` one for each of its channels, in fours. */
export function areChannels(
  x: TensorInfo,
  ...each: readonly TensorInfo[]
): boolean {
  const channels = x.shape.at(-1) ?? 0;
  return channels % 4 === 0 && areFloats(x, ...each) &&
    each.every(({ shape }) => shape.length === 1 && shape[0] === channels);
}
