/** A table: the first column to the left, as many others as are told. */
export interface ColumnsOptions {
  /** Columns whose cells stand to the right, as figures do. */
  readonly right?: readonly number[];
}

/**
 * Rows as lines whose cells stand below each other; nothing is cut.
 *
 * @example
 * ```ts
 * import { columns } from "./columns.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(
 *   columns([["a", "1"], ["bcd", "20"]], { right: [1] }),
 *   ["a     1", "bcd  20"],
 * );
 * ```
 */
export function columns(
  rows: readonly (readonly string[])[],
  { right = [] }: ColumnsOptions = {},
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row.map((cell, at) => {
      const width = widths[at] ?? 0;
      return right.includes(at) ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ").trimEnd()
  );
}
