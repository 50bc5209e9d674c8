const CHANNELS = 3;

/** For each place of the larger side: two places of the smaller, and their mix. */
interface Axis {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** How much of `high`, from 0 to 1. */
  readonly mix: Float64Array;
}

/**
 * An image scaled up by bilinear interpolation between pixel centres.
 *
 * Why not by sharp: libvips 8.18 moves an image that it enlarges along either
 * side by half a pixel, so that a picture and its mask no longer fit.
 *
 * @param pixels RGB bytes, [height, width, 3].
 * @returns RGB bytes, [toHeight, toWidth, 3], rounded to the nearest.
 */
export function enlarge(
  pixels: Uint8Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8Array {
  if (width === toWidth && height === toHeight) return pixels;
  const result = new Uint8Array(toWidth * toHeight * CHANNELS);
  const columns = axis(width, toWidth);
  const rows = axis(height, toHeight);
  let to = 0;
  for (let y = 0; y < toHeight; y++) {
    const top = rows.low[y]! * width, bottom = rows.high[y]! * width;
    const down = rows.mix[y]!;
    for (let x = 0; x < toWidth; x++) {
      const left = columns.low[x]!, right = columns.high[x]!;
      const across = columns.mix[x]!;
      for (let channel = 0; channel < CHANNELS; channel++) {
        const at = (pixel: number) => pixels[pixel * CHANNELS + channel]!;
        const above = lerp(at(top + left), at(top + right), across);
        const below = lerp(at(bottom + left), at(bottom + right), across);
        result[to++] = Math.round(lerp(above, below, down));
      }
    }
  }
  return result;
}

function axis(from: number, to: number): Axis {
  const place = Float64Array.from({ length: to }, (_, at) => {
    const centre = (at + 0.5) * from / to - 0.5;
    return Math.min(Math.max(centre, 0), from - 1);
  });
  const low = Uint32Array.from(place, Math.floor);
  return {
    low,
    high: low.map((at) => Math.min(at + 1, from - 1)),
    mix: place.map((at, index) => at - low[index]!),
  };
}

function lerp(from: number, to: number, mix: number): number {
  return from + (to - from) * mix;
}
