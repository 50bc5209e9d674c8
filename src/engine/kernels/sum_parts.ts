import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Backend, run, type Shader } from "./program.ts";

// Thread: four numbers of the result.
const SHADER: Shader = {
  key: "sumParts",
  inputs: ["x"],
  uniforms: ["size4", "parts"],
  code: () => `
    fn main(index : i32) {
      let size4 = uniforms.size4;
      if (index >= size4) { return; }
      var sum = vec4<f32>();
      for (var at = index; at < size4 * uniforms.parts; at += size4) {
        sum += x[at];
      }
      result[index] = sum;
    }`,
};

/** Adds up [parts, ...shape] along the first axis; the size of a part is a multiple of four. */
export function sumParts(
  backend: Backend,
  x: TensorInfo,
  shape: readonly number[],
): TensorInfo {
  const size4 = shape.reduce((product, length) => product * length, 1) / 4;
  return run(backend, SHADER, {
    inputs: [x],
    shape,
    uniforms: [size4, x.shape[0] ?? 1],
    invocations: size4,
  });
}
