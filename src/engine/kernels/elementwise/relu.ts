import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelCall } from "../override.ts";
import type { EachShader } from "../run_each.ts";
import { eachOfHalves, IS_NUMBER } from "./_of_halves.ts";

// What is not a number stays so: an overflow must be seen.
const SHADER: EachShader = {
  key: "relu",
  inputs: ["x"],
  uniforms: [],
  functions: IS_NUMBER,
  main: () => `
    let value = x[index];
    result[index] = select(value, vec4<f32>(), isNumber(value) & (value < vec4<f32>()));`,
};

/** `Relu` of what is stored in halves. */
export function relu(
  { inputs: { x }, backend }: KernelCall<"x", unknown>,
): TensorInfo | undefined {
  return eachOfHalves(backend, SHADER, x);
}
