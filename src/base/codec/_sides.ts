/** How an image that is no square becomes one. */
export type SquareMethod = "crop" | "squish" | "pad";

/** One side of a result, laid upon a side of an image. */
export interface Side {
  /** Where the result begins on the image, in pixels; may lie outside of it. */
  readonly start: number;
  /** Pixels of the image to one of the result. */
  readonly step: number;
  /** Pixels of the result. */
  readonly count: number;
  /** Pixels of the image. */
  readonly length: number;
  /** The square in the middle: its pixels of the result, from and to. */
  readonly square: readonly [from: number, to: number];
  /** The same in pixels of the image. */
  readonly shown: readonly [from: number, to: number];
}

/** Both sides of a result. */
export interface Sides {
  readonly columns: Side;
  readonly rows: Side;
}

/** How much more than the square is kept on either side of it, in squares. */
const MOST_ROOM = 1.5;

/**
 * Where a square of a size lies on an image, as fastai's `Resize` has it: the
 * largest that fits for `crop`, the smallest that holds the image for `pad`.
 *
 * With room, the result is longer than the square along the longer side (the
 * shorter one, for `pad`): by all whole pixels that the square can be moved
 * without changing what it shows of the other side, up to one and a half
 * squares to either end.
 */
export function sidesOf(
  { width, height }: { readonly width: number; readonly height: number },
  { size, method, room }: {
    readonly size: number;
    readonly method: SquareMethod;
    readonly room: boolean;
  },
): Sides {
  const [across, down] = [width / size, height / size];
  const step = method === "pad"
    ? Math.max(across, down)
    : Math.min(across, down);
  const square = Math.trunc(step * size);
  const side = (length: number): Side => {
    if (method === "squish") {
      return {
        start: 0,
        step: length / size,
        count: size,
        length,
        square: [0, size],
        shown: [0, length],
      };
    }
    const start = Math.trunc(0.5 * (length - square));
    const exact = square / size;
    const most = Math.floor(MOST_ROOM * size);
    const first = Math.min(0, length - square);
    const last = Math.max(0, length - square);
    const pixels = (moves: number) =>
      room ? Math.min(Math.floor(moves / exact), most) : 0;
    const before = pixels(start - first);
    return {
      start: start - before * exact,
      step: exact,
      count: before + size + pixels(last - start),
      length,
      square: [before, before + size],
      shown: [start, start + square],
    };
  };
  return { columns: side(width), rows: side(height) };
}
