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

/** Where a map's values lie along one side, 0 to 1. */
interface Scale {
  readonly count: number;
  readonly first: number;
  readonly step: number;
}

/** Between which values of a map a place lies, and how near to the second. */
function between({ count, first, step }: Scale, place: number) {
  const at = Math.min(count - 1, Math.max(0, (place - first) / step));
  const low = Math.floor(at);
  return { low, high: Math.min(count - 1, low + 1), share: at - low };
}

/** How much of the picture is left where nothing speaks for the answer. */
const VEIL = 0.55;

/** How much each place of a picture counts. */
export interface HeatMap {
  /** `[rows, columns]`, 0 to 1. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** The place of the first row and column, 0 to 1, and steps to the next. */
  readonly first: readonly [number, number];
  readonly step: readonly [number, number];
}

/**
 * A picture under a map of how much each place counts: where little does it is
 * dark, and where much does it glows.
 */
export function heated(
  { pixels, height, width }: Picture,
  { values, rows, columns, first, step }: HeatMap,
): Picture {
  const down = { count: rows, first: first[0], step: step[0] };
  const along = { count: columns, first: first[1], step: step[1] };
  const at = (row: number, column: number) =>
    values[row * columns + column] ?? 0;
  const made = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    const top = between(down, (y + 0.5) / height);
    for (let x = 0; x < width; x++) {
      const left = between(along, (x + 0.5) / width);
      const across = (row: number) =>
        at(row, left.low) * (1 - left.share) + at(row, left.high) * left.share;
      const share = across(top.low) * (1 - top.share) +
        across(top.high) * top.share;
      const colour = colourOf(share);
      const to = (y * width + x) * 3;
      for (let each = 0; each < 3; each++) {
        made[to + each] = Math.round(
          (1 - VEIL) * (pixels[to + each] ?? 0) + VEIL * (colour[each] ?? 0),
        );
      }
    }
  }
  return { pixels: made, height, width };
}
