import { BITS } from "./_resample_kernels.ts";
import type { Side } from "./_sides.ts";

/** For each pixel of a side: which pixels it is made of, and how much of each. */
export interface Taps {
  /** How many follow each other for each pixel; some have no weight. */
  readonly width: number;
  /** The first of them, for each pixel. */
  readonly firsts: Uint32Array;
  /** [pixels, width] */
  readonly weights: Int32Array;
}

/** Mirrors a place about the first and the last pixel, again and again. */
function mirrored(at: number, length: number): number {
  const period = Math.max(2 * (length - 1), 1);
  const phase = ((at % period) + period) % period;
  return Math.min(phase, period - phase);
}

/** A triangle as wide as the step, and at least two pixels, about each centre. */
export function tapsOf(side: Side): Taps {
  const { start, step, count, length, square, shown } = side;
  const support = Math.max(step, 1);
  const most = Math.ceil(2 * support) + 1;
  const width = Math.min(most, length);
  const firsts = new Uint32Array(count);
  const weights = new Int32Array(count * width);
  const shares = new Float64Array(most);
  // The square in the middle is resampled as if nothing were around it, which
  // is what cropping before resizing does; the rest ends with the image,
  // unless that is reflected.
  const reflected = shown[0] < 0 || shown[1] > length;
  const around = reflected
    ? [-Infinity, Infinity] as const
    : [0, length] as const;
  for (let at = 0; at < count; at++) {
    const centre = start + (at + 0.5) * step;
    const [least, beyond] = at >= square[0] && at < square[1] ? shown : around;
    const first = Math.max(Math.floor(centre - support + 0.5), least);
    const last = Math.min(Math.floor(centre + support + 0.5), beyond);
    let sum = 0;
    // As many follow for each pixel, the last of the side too.
    let lowest = length - width;
    for (let place = first; place < last; place++) {
      const off = Math.abs((place - centre + 0.5) / support);
      const share = Math.max(0, 1 - off);
      shares[place - first] = share;
      sum += share;
      lowest = Math.min(lowest, mirrored(place, length));
    }
    firsts[at] = lowest;
    const row = at * width - lowest;
    for (let place = first; place < last; place++) {
      const share = (shares[place - first] ?? 0) / sum;
      // A narrow image is reflected many times: each pixel is read once.
      weights[row + mirrored(place, length)]! += Math.floor(
        0.5 + share * (1 << BITS),
      );
    }
  }
  return { width, firsts, weights };
}
