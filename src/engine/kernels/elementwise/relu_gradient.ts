import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { toTensor } from "../_to_tensor.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

// Thread: four numbers.
const SHADER: EachShader = {
  key: "reluGradient",
  inputs: ["dy", "x"],
  uniforms: [],
  main: () =>
    "result[index] = dy[index] * select(vec4<f32>(), vec4<f32>(1.0), x[index] > vec4<f32>());",
};

/** The gradient of `Relu`: dy where the input is above 0, else 0. */
export function reluGradient(
  dy: Tensor,
  saved: readonly Tensor[],
): Record<string, () => Tensor> | undefined {
  const [x] = saved;
  if (!x || !areFloats(x, dy) || x.size % 4 !== 0) return undefined;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  return {
    x: () =>
      toTensor(runEach(backend, SHADER, {
        inputs: [dy, x],
        shape: x.shape,
        uniforms: [],
        invocations: x.size / 4,
      })),
  };
}
