/**
 * As many of a list, from all over it and always the same: a list that is
 * sorted begins with one class.
 *
 * @example
 * ```ts
 * import { evenly } from "./evenly.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(evenly([1, 2, 3, 4, 5, 6], 3), [1, 3, 5]);
 * assert.deepEqual(evenly([1, 2], 3), [1, 2]);
 * ```
 */
export function evenly<Value>(
  values: readonly Value[],
  most: number,
): readonly Value[] {
  const count = Math.min(most, values.length);
  return Array.from(
    { length: count },
    (_, at) => values[Math.floor(at * values.length / count)] as Value,
  );
}
