import type { SquareMethod } from "./_sides.ts";

/** What libjpeg divides the sides of a JPEG by as it decodes, the most first. */
const DIVISORS = [8, 4, 2] as const;

/**
 * By what the sides of a JPEG may be divided while it is decoded: the most that
 * leaves at least `gap` pixels of the image to one of the square.
 *
 * Source: Pillow, `JpegImageFile.draft()`.
 */
export function reducingOf(
  { width, height }: { readonly width: number; readonly height: number },
  { size, method }: { readonly size: number; readonly method: SquareMethod },
  gap: number,
): number {
  const [across, down] = [width / size, height / size];
  const step = method === "pad"
    ? Math.max(across, down)
    : Math.min(across, down);
  return DIVISORS.find((divisor) => step / divisor >= gap) ?? 1;
}
