import type { Tensor } from "@tensorflow/tfjs-core";
import type { EachShader } from "../run_each.ts";
import { elementwiseGradient } from "./_elementwise_gradient.ts";

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
  return elementwiseGradient(SHADER, dy, saved);
}
