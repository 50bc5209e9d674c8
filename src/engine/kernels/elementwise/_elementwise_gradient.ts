import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { areHalves } from "../halves/storage.ts";
import { toTensor } from "../_to_tensor.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

/**
 * What reaches the one input of a kernel that does each number by itself.
 *
 * @param shader reads `dy` and `x`, four numbers in an invocation
 * @param uniforms one number for each of the shader's
 */
export function elementwiseGradient(
  shader: EachShader,
  dy: Tensor,
  [x]: readonly Tensor[],
  uniforms: readonly number[] = [],
): Record<string, () => Tensor> | undefined {
  if (!x || !areFloats(x, dy) || x.size % 4 !== 0) return undefined;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  const run = {
    inputs: [dy, x],
    shape: x.shape,
    invocations: x.size / 4,
    halves: areHalves(x),
  };
  return { x: () => toTensor(runEach(backend, shader, { ...run, uniforms })) };
}
