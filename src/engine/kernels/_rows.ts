import { locals } from "./_text.ts";

/** Numbers of a tensor that is seen as rows of channels, in fours. */
export interface Rows {
  readonly depth: number;
  readonly rows: number;
}

/**
 * Rows that one invocation does with one read of the channels: the more there
 * are, the less these reads matter, as long as there are invocations enough.
 */
const ROWS = { least: 4, most: 16 };
const WANTED_INVOCATIONS = 4096;

/** What the shaders of {@linkcode eachRow} are told first. */
export const ROW_UNIFORMS = ["depth", "rows", "rowsEach"] as const;

/** How many invocations do all rows, and what they are told. */
export function overRows(
  { depth, rows }: Rows,
): { readonly invocations: number; readonly uniforms: readonly number[] } {
  const even = Math.floor(depth * rows / WANTED_INVOCATIONS);
  const each = Math.max(ROWS.least, Math.min(ROWS.most, even));
  return {
    invocations: depth * Math.ceil(rows / each),
    uniforms: [depth, rows, each],
  };
}

/**
 * WGSL that does four channels of some rows.
 *
 * @param once reads what all rows share, at `channel`
 * @param each does one row, whose numbers are `at`
 */
export function eachRow(once: string, each: string): string {
  return `
    ${locals("depth", "rows", "rowsEach")}
    let channel = index % depth;
    let row = index / depth * rowsEach;
    ${once}
    let last = min(row + rowsEach, rows) * depth;
    for (var at = row * depth + channel; at < last; at += depth) {
      ${each}
    }`;
}
