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
