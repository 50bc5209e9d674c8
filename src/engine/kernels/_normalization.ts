import type { TensorInfo } from "@tensorflow/tfjs-core";

/** What a batch is normalised with, each [channels]. */
export interface Normalization {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale: TensorInfo;
  readonly epsilon: number;
}

/** Rows that one invocation does with one read of the channels. */
export const ROWS = 4;

/** WGSL of 1 / sqrt(variance + epsilon); epsilon is the uniform of that name. */
export const INVERSE = `
  fn inverseDeviation(variance : vec4<f32>) -> vec4<f32> {
    return inverseSqrt(variance + bitcast<f32>(uniforms.epsilon));
  }`;

/** The shaders' uniforms are integers; a number travels as its bits. */
export function bitsOf(number: number): number {
  return new Int32Array(new Float32Array([number]).buffer)[0] ?? 0;
}
