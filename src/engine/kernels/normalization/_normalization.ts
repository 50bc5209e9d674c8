import type { TensorInfo } from "@tensorflow/tfjs-core";
import { setting } from "../_setting.ts";

/** What a batch is normalised with, each [channels]. */
export interface Normalization {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale: TensorInfo;
  readonly offset: TensorInfo;
  readonly epsilon: number;
}

/**
 * What the same kernel does to what it normalised:
 *
 * - `nothing`
 * - `relu`: max(z, 0)
 * - `sum`: adds a tensor, and then max(z, 0)
 */
export type Ending = "nothing" | "relu" | "sum";

/** WGSL of 1 / sqrt(variance + epsilon); epsilon is the uniform of that name. */
export const INVERSE = `
  fn inverseDeviation(variance : vec4<f32>) -> vec4<f32> {
    return inverseSqrt(variance + ${setting("epsilon")});
  }`;

/** WGSL of one where a ReLU lets pass, else zero. */
export const PASSING = `
  fn passing(z : vec4<f32>) -> vec4<f32> {
    return select(vec4<f32>(), vec4<f32>(1.0), z > vec4<f32>());
  }`;

/** WGSL that reads what {@linkcode NORMALIZED} needs of a channel. */
export const READ_CHANNEL = `
  let middle = mean[channel];
  let factor = inverseDeviation(variance[channel]) * scale[channel];
  let shift = offset[channel];`;

/** WGSL of the normalised number: where it is asked for again, to the same bits. */
export const NORMALIZED = "fma(x[at] - middle, factor, shift)";
