/**
 * How much of what the values of a layer are made of counts. Of a deep layer
 * that is the whole image, and nearly all that counts is near its middle.
 *
 * @module
 */
import type { Reach, Span } from "./reach.ts";

/** So much of all slopes is within what is shown, */
const MOST = 0.98;

/** of so many of the values that are looked at. */
const OF_VALUES = 0.9;

/** Where a value of a layer is. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/** How far from the middle, in pixels, most is; -1 where nothing counts. */
function farthest(
  sizes: readonly number[],
  middle: number,
): number {
  const by: number[] = [];
  sizes.forEach((size, at) => {
    const far = Math.floor(Math.abs(at - middle));
    by[far] = (by[far] ?? 0) + size;
  });
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all === 0) return -1;
  let sum = 0;
  return by.findIndex((size) => (sum += size ?? 0) >= MOST * all);
}

/** What is so many pixels from the middle of what a value is made of. */
function around({ stride, from, to }: Span, far: number): Span {
  const middle = (from + to) / 2;
  return {
    stride,
    from: Math.max(from, Math.ceil(middle - far - 0.5)),
    to: Math.min(to, Math.floor(middle + far + 0.5)),
  };
}

/**
 * The middle of what values of a layer are made of that holds nearly all that
 * counts, for most of them: a square, as large for each.
 *
 * @param slopes of each value along its image, `[values, height, width, colours]`
 * @param side of one image
 */
export function whatCounts(
  slopes: Float32Array,
  [height = 0, width = 0, colours = 0]: readonly number[],
  reach: Reach,
  places: readonly Place[],
): Reach {
  if (reach.some(({ stride }) => stride === 0)) return reach;
  const middle = ({ stride, from, to }: Span, at: number) =>
    at * stride + (from + to) / 2;
  const far = places.map(({ row, column }, value) => {
    const rows = new Array<number>(height).fill(0);
    const columns = new Array<number>(width).fill(0);
    const first = value * height * width * colours;
    for (let at = 0; at < height * width * colours; at++) {
      const slope = Math.abs(slopes[first + at] ?? 0);
      const size = Number.isFinite(slope) ? slope : 0;
      const pixel = Math.floor(at / colours);
      rows[Math.floor(pixel / width)]! += size;
      columns[pixel % width]! += size;
    }
    return Math.max(
      farthest(rows, middle(reach[0], row)),
      farthest(columns, middle(reach[1], column)),
    );
  }).filter((each) => each >= 0).sort((one, other) => one - other);
  const most = far[Math.ceil(OF_VALUES * far.length) - 1];
  if (most === undefined) return reach;
  return [around(reach[0], most), around(reach[1], most)];
}
