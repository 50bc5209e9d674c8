import type { Side, Sides } from "./_sides.ts";

const CHANNELS = 3;
/** Weights are whole numbers of 2^-22, as Pillow has them. */
const BITS = 22;
const HALF = 1 << (BITS - 1);

/** For each pixel of a side: which pixels it is made of, and how much of each. */
interface Taps {
  /** Where the taps of each pixel begin; one more at the end. */
  readonly starts: Uint32Array;
  readonly sources: Uint32Array;
  readonly weights: Int32Array;
}

/** Mirrors a place about the first and the last pixel, again and again. */
function mirrored(at: number, length: number): number {
  const period = Math.max(2 * (length - 1), 1);
  const phase = ((at % period) + period) % period;
  return Math.min(phase, period - phase);
}

/** A triangle as wide as the step, and at least two pixels, about each centre. */
function tapsOf(side: Side): Taps {
  const { start, step, count, length, square, shown } = side;
  const support = Math.max(step, 1);
  const starts = new Uint32Array(count + 1);
  const sources: number[] = [];
  const weights: number[] = [];
  // The square in the middle is resampled as if nothing were around it, which
  // is what cropping before resizing does; the rest ends with the image,
  // unless that is reflected.
  const reflected = shown[0] < 0 || shown[1] > length;
  const around = reflected
    ? [-Infinity, Infinity] as const
    : [0, length] as const;
  for (let at = 0; at < count; at++) {
    const centre = start + (at + 0.5) * step;
    const [least, most] = at >= square[0] && at < square[1] ? shown : around;
    const first = Math.max(Math.floor(centre - support + 0.5), least);
    const last = Math.min(Math.floor(centre + support + 0.5), most);
    const shares: number[] = [];
    for (let place = first; place < last; place++) {
      const off = Math.abs((place - centre + 0.5) / support);
      shares.push(Math.max(0, 1 - off));
    }
    const sum = shares.reduce((total, share) => total + share, 0);
    // A narrow image is reflected many times: each pixel is read once.
    const merged = new Map<number, number>();
    shares.forEach((share, index) => {
      const source = mirrored(first + index, length);
      const weight = Math.floor(0.5 + share / sum * (1 << BITS));
      merged.set(source, (merged.get(source) ?? 0) + weight);
    });
    sources.push(...merged.keys());
    weights.push(...merged.values());
    starts[at + 1] = sources.length;
  }
  return {
    starts,
    sources: Uint32Array.from(sources),
    weights: Int32Array.from(weights),
  };
}

/**
 * An image resampled with a triangle filter, which is what fastai and Pillow
 * call bilinear: along the rows, then along the columns, rounded in between.
 * The bytes are those of Pillow's `resize`. sharp cannot place a result between
 * pixels of the image, as room around a square asks for.
 *
 * Source: Pillow, `Resample.c`.
 *
 * @param pixels RGB bytes, [rows.length, columns.length, 3].
 * @returns RGB bytes, [rows.count, columns.count, 3].
 */
export function resample(
  pixels: Uint8Array,
  { columns, rows }: Sides,
): Uint8Array<ArrayBuffer> {
  const across = tapsOf(columns);
  const down = tapsOf(rows);
  const narrow = alongRows(pixels, across, columns, neededRows(down, rows));
  const stride = columns.count * CHANNELS;
  const result = new Uint8Array(rows.count * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < rows.count; y++) {
    sums.fill(HALF);
    for (let tap = down.starts[y]!; tap < down.starts[y + 1]!; tap++) {
      const from = down.sources[tap]! * stride;
      const weight = down.weights[tap]!;
      for (let at = 0; at < stride; at++) {
        sums[at]! += narrow[from + at]! * weight;
      }
    }
    const to = y * stride;
    for (let at = 0; at < stride; at++) result[to + at] = sums[at]! >> BITS;
  }
  return result;
}

/** Which rows of the image are read at all. */
function neededRows({ sources }: Taps, { length }: Side): Uint8Array {
  const needed = new Uint8Array(length);
  for (const row of sources) needed[row] = 1;
  return needed;
}

function alongRows(
  pixels: Uint8Array,
  { starts, sources, weights }: Taps,
  { length, count }: Side,
  needed: Uint8Array,
): Uint8Array {
  const result = new Uint8Array(needed.length * count * CHANNELS);
  for (let y = 0; y < needed.length; y++) {
    if (needed[y] === 0) continue;
    const row = y * length * CHANNELS;
    let to = y * count * CHANNELS;
    for (let x = 0; x < count; x++) {
      let red = HALF, green = HALF, blue = HALF;
      for (let tap = starts[x]!; tap < starts[x + 1]!; tap++) {
        const from = row + sources[tap]! * CHANNELS;
        const weight = weights[tap]!;
        red += pixels[from]! * weight;
        green += pixels[from + 1]! * weight;
        blue += pixels[from + 2]! * weight;
      }
      result[to++] = red >> BITS;
      result[to++] = green >> BITS;
      result[to++] = blue >> BITS;
    }
  }
  return result;
}
