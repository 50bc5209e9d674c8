import assert from "node:assert/strict";
import { toTorch } from "../../src/flow/stage/layout.ts";
import type { Values } from "../../src/engine/train/variables.ts";
import type { VariableSpec } from "../../src/flow/stage/architecture.ts";
import type { Probes } from "./_fixture.ts";
import { probe } from "./_formula.ts";

function lengthOf(values: readonly number[] | Float32Array): number {
  let square = 0;
  for (const value of values) square += value * value;
  return Math.sqrt(square);
}

/** Fails where numbers are further apart than a share of their length. */
export function assertNear(
  actual: readonly number[] | Float32Array,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  const error =
    lengthOf(expected.map((value, at) => value - (actual[at] ?? NaN))) /
    lengthOf(expected);
  assert.ok(error <= tolerance, `${what} is ${error} off ${expected}`);
}

/**
 * The length of the error of a vector: the root of the mean square of its
 * products with vectors of signs. On average that is the length; that all four
 * come to less than a tenth of it has a chance of 2e-4.
 */
function errorOf(
  spec: VariableSpec,
  values: Float32Array,
  [length = NaN, ...products]: readonly number[],
): number {
  const [ours = NaN, ...others] = probe(spec.name, toTorch(spec, values));
  const errors = products.map((product, at) => product - (others[at] ?? NaN));
  const error = lengthOf(errors) / Math.sqrt(errors.length);
  return Math.max(error, Math.abs(ours - length));
}

/** What is allowed of a vector's error. */
export interface Tolerance {
  /** The share of the vector's length. */
  readonly relative: number;
  /** And a length besides. */
  readonly absolute?: (name: string) => number;
}

/**
 * Fails unless each vector of a fixture, and no other, is ours.
 *
 * @param values in tfjs' layout
 */
export function assertVectors(
  specs: readonly VariableSpec[],
  values: Values,
  expected: Probes,
  { relative, absolute = () => 0 }: Tolerance,
): void {
  assert.deepEqual([...values.keys()].sort(), Object.keys(expected).sort());
  const wrong: string[] = [];
  for (const spec of specs) {
    const { name } = spec;
    const ours = values.get(name);
    const theirs = expected[name];
    if (!ours || !theirs) continue;
    const error = errorOf(spec, ours, theirs);
    const length = theirs[0] ?? NaN;
    // What did not move there must not move here, by nothing at all.
    const allowed = length === 0 ? 0 : relative * length + absolute(name);
    if (error <= allowed) continue;
    wrong.push(`${name} is ${error} off a length of ${length}`);
  }
  assert.deepEqual(wrong, []);
}

/**
 * What rounding alone does to variables in some steps of an optimizer, each
 * of which rounds to a 24th bit.
 */
export function roundingOf(
  start: Values,
  steps: number,
): (name: string) => number {
  return (name) =>
    2 ** -24 * Math.sqrt(steps) * lengthOf(start.get(name) ?? []);
}
