import type { TensorInfo } from "@tensorflow/tfjs-core";
import { locals } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import type { MiddleShape } from "./sum_middle.ts";

// Thread: four numbers of the result [outer, inner].
const SHADER: EachShader = {
  key: "maxMiddle",
  inputs: ["x"],
  uniforms: ["inner4", "length"],
  main: () => `
    ${locals("inner4", "length")}
    let first = index / inner4 * length * inner4 + index % inner4;
    let last = first + length * inner4;
    var largest = x[first];
    for (var at = first + inner4; at < last; at += inner4) {
      largest = max(largest, x[at]);
    }
    result[index] = largest;`,
};

/** The largest numbers of [outer, length, inner] along the middle. */
export function maxMiddle(
  backend: Backend,
  x: TensorInfo,
  { outer, length, inner }: MiddleShape,
  shape: readonly number[],
): TensorInfo {
  const inner4 = inner / 4;
  return runEach(backend, SHADER, {
    inputs: [x],
    shape,
    uniforms: [inner4, length],
    invocations: outer * inner4,
  });
}
