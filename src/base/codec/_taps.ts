import { BITS } from "./_resample_kernels.ts";
import type { Side } from "./_sides.ts";

/** For each pixel of a side: which pixels it is made of, and how much of each. */
export interface Taps {
  /** How many follow each other for each pixel, an even number. */
  readonly width: number;
  /** The first of them, for each pixel. */
  readonly firsts: Uint32Array;
  /** [pixels, width]; zero where there are fewer, or no pixel at all. */
  readonly weights: Int32Array;
}

/** Mirrors a place about the first and the last pixel, again and again. */
function mirrored(at: number, length: number): number {
  const period = Math.max(2 * (length - 1), 1);
  const phase = ((at % period) + period) % period;
  return Math.min(phase, period - phase);
}

/** The places of an image below a pixel of a side, from and to. */
function spanOf(side: Side, at: number): readonly [number, number] {
  const { start, step, length, square, shown } = side;
  const support = Math.max(step, 1);
  const centre = start + (at + 0.5) * step;
  const first = Math.floor(centre - support + 0.5);
  const last = Math.floor(centre + support + 0.5);
  // The square in the middle is resampled as if nothing were around it, which
  // is what cropping before resizing does; the rest ends with the image,
  // unless that is reflected.
  if (at >= square[0] && at < square[1]) {
    return [Math.max(first, shown[0]), Math.min(last, shown[1])];
  }
  const reflected = shown[0] < 0 || shown[1] > length;
  if (reflected) return [first, last];
  return [Math.max(first, 0), Math.min(last, length)];
}

/** A triangle as wide as the step, and at least two pixels, about each centre. */
export function tapsOf(side: Side): Taps {
  const { start, step, count, length } = side;
  const support = Math.max(step, 1);
  let most = 0;
  for (let at = 0; at < count; at++) {
    const [from, to] = spanOf(side, at);
    most = Math.max(most, to - from);
  }
  const width = 2 * Math.ceil(Math.min(most, length) / 2);
  const firsts = new Uint32Array(count);
  const weights = new Int32Array(count * width);
  const shares = new Float64Array(most);
  for (let at = 0; at < count; at++) {
    const [from, to] = spanOf(side, at);
    const centre = start + (at + 0.5) * step;
    let sum = 0;
    // As many follow for each pixel, the last of the side too.
    let first = Math.max(length - width, 0);
    for (let place = from; place < to; place++) {
      const off = Math.abs((place - centre + 0.5) / support);
      const share = Math.max(0, 1 - off);
      shares[place - from] = share;
      sum += share;
      first = Math.min(first, mirrored(place, length));
    }
    firsts[at] = first;
    const row = at * width - first;
    for (let place = from; place < to; place++) {
      const share = (shares[place - from] ?? 0) / sum;
      // A narrow image is reflected many times: each pixel is read once.
      weights[row + mirrored(place, length)]! += Math.floor(
        0.5 + share * (1 << BITS),
      );
    }
  }
  return { width, firsts, weights };
}
