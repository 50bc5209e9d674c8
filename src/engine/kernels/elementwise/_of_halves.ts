import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { areHalves } from "../halves/storage.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

/**
 * WGSL of what is a number, by its bits: shaders may assume that all are, and
 * make of a comparison one that takes what is none for 0, as NVIDIA's do.
 */
export const IS_NUMBER = `
  fn isNumber(value : vec4<f32>) -> vec4<bool> {
    let size = bitcast<vec4<u32>>(value) & vec4(0x7fffffffu);
    return size <= vec4(0x7f800000u);
  }`;

/**
 * Does each number of a tensor of halves by itself; what tfjs makes of floats
 * is left to it.
 *
 * @param shader reads `x` at `index`, four numbers in an invocation
 * @param uniforms one number for each of the shader's
 */
export function eachOfHalves(
  backend: Backend,
  shader: EachShader,
  x: TensorInfo,
  uniforms: readonly number[] = [],
): TensorInfo | undefined {
  if (!areHalves(x) || !areFloats(x)) return undefined;
  return runEach(backend, shader, {
    inputs: [x],
    shape: x.shape,
    uniforms,
    invocations: util.sizeFromShape(x.shape) / 4,
    halves: true,
  });
}
