import type { Colour, Picture } from "./canvas.ts";

/** From nothing to all: dark, violet, red, orange, light yellow. */
const STOPS: readonly Colour[] = [
  [10, 7, 34],
  [101, 21, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
];

/** The colour of a share, 0 to 1. */
function colourOf(share: number): Colour {
  const at = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const from = Math.min(STOPS.length - 2, Math.floor(at));
  const [low, high] = [STOPS[from], STOPS[from + 1]];
  const mixed = [0, 1, 2].map((each) => {
    const [a, b] = [low?.[each] ?? 0, high?.[each] ?? 0];
    return Math.round(a + (b - a) * (at - from));
  });
  return mixed as unknown as Colour;
}

/**
 * A value between those of a map, whose places lie in the middles of cells.
 *
 * @param x 0 to 1, over all columns; `y` likewise
 */
function between(
  map: ArrayLike<number>,
  height: number,
  width: number,
  y: number,
  x: number,
): number {
  const place = (share: number, count: number) =>
    Math.min(count - 1, Math.max(0, share * count - 0.5));
  const [row, column] = [place(y, height), place(x, width)];
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const value = (y: number, x: number) =>
    map[Math.min(height - 1, y) * width + Math.min(width - 1, x)] ?? 0;
  const across = (y: number) =>
    value(y, left) * (1 - column + left) + value(y, left + 1) * (column - left);
  return across(top) * (1 - row + top) + across(top + 1) * (row - top);
}

/** How much of the picture is left where nothing speaks for the answer. */
const VEIL = 0.55;

/**
 * A picture under a map of how much each place counts: where little does it is
 * dark, and where much does it glows.
 *
 * @param map `[height, width]` of its own size, 0 to 1
 */
export function heated(
  { pixels, height, width }: Picture,
  map: ArrayLike<number>,
  [rows = 1, columns = 1]: readonly number[],
): Picture {
  const made = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = between(
        map,
        rows,
        columns,
        (y + 0.5) / height,
        (x + 0.5) / width,
      );
      const colour = colourOf(share);
      const at = (y * width + x) * 3;
      for (let each = 0; each < 3; each++) {
        made[at + each] = Math.round(
          (1 - VEIL) * (pixels[at + each] ?? 0) + VEIL * (colour[each] ?? 0),
        );
      }
    }
  }
  return { pixels: made, height, width };
}
