import { lines, locals } from "./_text.ts";

/** Rows of pixels that one invocation does with one read of the channels. */
const ROWS = 4;

/** Numbers of a tensor that is seen as rows of channels, in fours. */
export interface Rows {
  readonly depth: number;
  readonly rows: number;
}

/** How many invocations do all rows. */
export function invocationsOver({ depth, rows }: Rows): number {
  return depth * Math.ceil(rows / ROWS);
}

/**
 * WGSL that does four channels of some rows; `depth` and `rows` are uniforms.
 *
 * @param once reads what all rows share, at `channel`
 * @param each does one row, whose numbers are `at`
 */
export function eachRow(once: string, each: string): string {
  return `
    ${locals("depth", "rows")}
    let channel = index % depth;
    let row = index / depth * ${ROWS};
    ${once}
    ${
    lines(ROWS, (i) => `
    if (row + ${i} < rows) {
      let at = (row + ${i}) * depth + channel;
      ${each}
    }`)
  }`;
}
