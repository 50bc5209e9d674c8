import type { SquareMethod } from "./_sides.ts";

/** What libjpeg divides the sides of a JPEG by as it decodes, the most first. */
const DIVISORS = [8, 4, 2] as const;

/**
 * By what the sides of a JPEG may be divided while it is decoded: the most that
 * leaves at least `gap` pixels of the image to one of the square.
 *
 * Source: Pillow, `JpegImageFile.draft()` as `thumbnail()` calls it, which counts
 * whole pixels.
 */
export function reducingOf(
  { width, height }: { readonly width: number; readonly height: number },
  { size, method }: { readonly size: number; readonly method: SquareMethod },
  gap: number,
): number {
  // The side that becomes as long as the square, or is squeezed the least.
  const side = method === "pad"
    ? Math.max(width, height)
    : Math.min(width, height);
  const least = Math.floor(gap * size);
  return DIVISORS.find((divisor) => side / divisor >= least) ?? 1;
}

/**
 * An image whose sides are divided: a pixel is the average of a block. The last
 * blocks of a row and a column may be smaller.
 *
 * @param pixels RGB bytes, [height, width, 3]
 */
export function reduced(
  pixels: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  divisor: number,
): {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
} {
  if (divisor === 1) return { pixels, width, height };
  const columns = Math.ceil(width / divisor);
  const rows = Math.ceil(height / divisor);
  const made = new Uint8Array(columns * rows * 3);
  const sums = new Uint32Array(columns * 3);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [
      row * divisor,
      Math.min(height, (row + 1) * divisor),
    ];
    sums.fill(0);
    for (let at = top * width * 3; at < bottom * width * 3; at += 3) {
      const column = Math.floor(at / 3 % width / divisor) * 3;
      sums[column]! += pixels[at]!;
      sums[column + 1]! += pixels[at + 1]!;
      sums[column + 2]! += pixels[at + 2]!;
    }
    for (const [at, sum] of sums.entries()) {
      const left = Math.floor(at / 3) * divisor;
      const count = (bottom - top) * Math.min(divisor, width - left);
      made[row * columns * 3 + at] = Math.round(sum / count);
    }
  }
  return { pixels: made, width: columns, height: rows };
}
