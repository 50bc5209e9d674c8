import type { TensorInfo } from "@tensorflow/tfjs-core";
import { wantedInvocations } from "../parallelism.ts";
import { locals } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

/** A tensor seen as [outer, length, inner], to be added up along `length`. */
export interface MiddleShape {
  readonly outer: number;
  readonly length: number;
  /** A multiple of four. */
  readonly inner: number;
}

// Thread: four numbers of one part of the sum; the result is [outer, parts, inner].
const SHADER: EachShader = {
  key: "sumMiddle",
  inputs: ["x"],
  uniforms: ["inner4", "length", "lengthOfPart", "parts", "divisor"],
  main: () => `
    ${locals("inner4")}
    let inner = index % inner4;
    let part = index / inner4 % uniforms.parts;
    let outer = index / inner4 / uniforms.parts;
    let start = part * uniforms.lengthOfPart;
    let end = min(start + uniforms.lengthOfPart, uniforms.length);
    let last = (outer * uniforms.length + end) * inner4 + inner;
    var sum = vec4<f32>();
    for (var at = (outer * uniforms.length + start) * inner4 + inner; at < last; at += inner4) {
      sum += x[at];
    }
    result[index] = sum / f32(uniforms.divisor);`,
};

// Long sums are cut, so that there are enough invocations and no sum of floats
// gets so long that the small ones are lost in it.
const LEAST_LENGTH = 32;

/** How many parts a sum is cut into, where `lanes` sums are made side by side. */
export function chooseParts(length: number, lanes: number): number {
  const wanted = Math.ceil(wantedInvocations() / lanes);
  const parts = Math.min(wanted, Math.ceil(length / LEAST_LENGTH));
  // No part is empty: 33 of 10 parts would be 4 each, and the last one of none.
  return Math.ceil(length / Math.ceil(length / parts));
}

/**
 * Adds up [outer, length, inner] along the middle and divides: 1 for a sum, the
 * length for a mean.
 */
export function sumMiddle(
  backend: Backend,
  x: TensorInfo,
  { outer, length, inner }: MiddleShape,
  shape: readonly number[],
  divisor = 1,
): TensorInfo {
  const inner4 = inner / 4;
  const parts = chooseParts(length, outer * inner4);
  const sums = runEach(backend, SHADER, {
    inputs: [x],
    shape: [outer, parts, inner],
    uniforms: [
      inner4,
      length,
      Math.ceil(length / parts),
      parts,
      parts === 1 ? divisor : 1,
    ],
    invocations: outer * parts * inner4,
  });
  if (parts === 1) return { ...sums, shape: [...shape] };
  const result = sumMiddle(
    backend,
    sums,
    { outer, length: parts, inner },
    shape,
    divisor,
  );
  backend.disposeData(sums.dataId);
  return result;
}

/** Adds up [parts, ..] along the first axis; the parts are disposed. */
export function sumParts(backend: Backend, parts: TensorInfo): TensorInfo {
  const [length = 1, ...shape] = parts.shape;
  if (length === 1) return { ...parts, shape };
  const inner = shape.reduce((product, length) => product * length, 1);
  const sum = sumMiddle(backend, parts, { outer: 1, length, inner }, shape);
  backend.disposeData(parts.dataId);
  return sum;
}
