/**
 * How far something is from what a network was trained with.
 *
 * @module
 */

/** Features of items, one row after the other, each of length one. */
export interface Neighbourhood {
  /** `[items, columns]` */
  readonly rows: Float32Array;
  readonly columns: number;
}

/** What is shorter is taken for nothing: it has no direction. */
const SHORTEST = 1e-12;

/**
 * Each row divided by its length: what counts is which features an item has,
 * and not how much of them. What is no number is none.
 */
export function unitRows(rows: Float32Array, columns: number): Float32Array {
  const made = Float32Array.from(
    rows,
    (value) => Number.isFinite(value) ? value : 0,
  );
  for (let from = 0; from < made.length; from += columns) {
    const row = made.subarray(from, from + columns);
    let square = 0;
    for (const value of row) square += value * value;
    const length = Math.sqrt(square);
    if (length > SHORTEST) row.forEach((value, at) => row[at] = value / length);
    else row.fill(0);
  }
  return made;
}

/**
 * How many neighbours are looked at among so many items: one in a hundred, so
 * that a few odd items do not make others like them familiar.
 */
export function neighboursAmong(items: number): number {
  return Math.max(1, Math.round(items / 100));
}

/**
 * The distance from a row to its k-th nearest neighbour, 0 to 2.
 *
 * Source: Sun et al., "Out-of-distribution detection with deep nearest
 * neighbors", 2022, equation 3.
 *
 * @param row of length one
 */
export function distanceTo(
  { rows, columns }: Neighbourhood,
  row: Float32Array,
  k: number,
): number {
  const squares = new Float64Array(rows.length / columns);
  for (let item = 0; item < squares.length; item++) {
    let square = 0;
    for (let at = 0; at < columns; at++) {
      const difference = rows[item * columns + at]! - row[at]!;
      square += difference * difference;
    }
    squares[item] = square;
  }
  squares.sort();
  return Math.sqrt(squares[Math.min(k, squares.length) - 1] ?? 0);
}
