import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { areHalves } from "../halves/storage.ts";
import type { KernelCall } from "../override.ts";
import { type EachShader, runEach } from "../run_each.ts";

// Thread: four numbers. What is not a number stays so: an overflow must be seen.
const SHADER: EachShader = {
  key: "relu",
  inputs: ["x"],
  uniforms: [],
  main: () => `
    let value = x[index];
    result[index] = select(value, vec4<f32>(), value < vec4<f32>());`,
};

/** `Relu` of what is stored in halves; others are tfjs'. */
export function relu(
  { inputs: { x }, backend }: KernelCall<"x", unknown>,
): TensorInfo | undefined {
  if (!areHalves(x) || !areFloats(x)) return undefined;
  return runEach(backend, SHADER, {
    inputs: [x],
    shape: x.shape,
    uniforms: [],
    invocations: util.sizeFromShape(x.shape) / 4,
    halves: true,
  });
}
