import type { TensorInfo } from "@tensorflow/tfjs-core";
import { setting } from "../_setting.ts";

/** What a batch is normalised with, each [channels]. */
export interface Normalization {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale: TensorInfo;
  readonly epsilon: number;
}

/** WGSL of 1 / sqrt(variance + epsilon); epsilon is the uniform of that name. */
export const INVERSE = `
  fn inverseDeviation(variance : vec4<f32>) -> vec4<f32> {
    return inverseSqrt(variance + ${setting("epsilon")});
  }`;
