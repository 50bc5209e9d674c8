/** What an array holds, in short. */
export interface Values {
  readonly shape: readonly number[];
  readonly type: "uint8" | "float32" | "int32";
  /** Of the numbers that are some; null where none is. */
  readonly least: number | null;
  readonly most: number | null;
  readonly mean: number | null;
  /** How many are not a number, or endless. */
  readonly broken: number;
}

/**
 * What an array holds: its shape, and the range and mean of its numbers.
 *
 * @example
 * ```ts
 * import { valuesOf } from "./values.ts";
 * import assert from "node:assert/strict";
 *
 * const { least, most, mean, broken } = valuesOf(
 *   new Float32Array([1, 4, NaN]),
 *   [3],
 * );
 * assert.deepEqual([least, most, mean, broken], [1, 4, 2.5, 1]);
 * ```
 */
export function valuesOf(
  array: Uint8Array | Float32Array | Int32Array,
  shape: readonly number[],
): Values {
  let [least, most, sum, count] = [Infinity, -Infinity, 0, 0];
  for (const value of array) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    count++;
  }
  const some = count > 0;
  return {
    shape,
    type: array instanceof Uint8Array
      ? "uint8"
      : array instanceof Int32Array
      ? "int32"
      : "float32",
    least: some ? least : null,
    most: some ? most : null,
    mean: some ? sum / count : null,
    broken: array.length - count,
  };
}
