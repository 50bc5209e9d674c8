/**
 * The value that a share of all values is no larger than, between two of them
 * where it lies between; NaN of none.
 *
 * Source: numpy's `quantile`, with its default method.
 *
 * @param share 0 to 1
 *
 * @example
 * ```ts
 * import { quantileOf } from "./quantile.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quantileOf([4, 1, 3, 2], 0.5), 2.5);
 * ```
 */
export function quantileOf(values: readonly number[], share: number): number {
  return quantileOfSorted(
    values.toSorted((one, other) => one - other),
    share,
  );
}

/** The same of values that are sorted already. */
export function quantileOfSorted(
  sorted: readonly number[],
  share: number,
): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}
