/**
 * Maps of the plane, from output to input coordinates. The corners -1 and 1
 * are the centres of the first and last pixel, as torch's `align_corners` has
 * it.
 *
 * @module
 */
import type {
  Affine,
  ImageSize,
  Projective,
} from "../../flow/stage/transform.ts";

/** Leaves every pixel where it is. */
export const IDENTITY: Projective = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Whether a map leaves every pixel where it is. */
export function isIdentity(map: Projective): boolean {
  return map.every((each, at) => each === IDENTITY[at]);
}

/**
 * One map for two in a row. Maps lead from output to input, so the later one
 * is applied to the coordinates first.
 */
export function compose(first: Projective, then: Projective): Projective {
  const [a, b, c, d, e, f, g, h, i] = first;
  const [j, k, l, m, n, o, p, q, r] = then;
  return [
    a * j + b * m + c * p,
    a * k + b * n + c * q,
    a * l + b * o + c * r,
    d * j + e * m + f * p,
    d * k + e * n + f * q,
    d * l + e * o + f * r,
    g * j + h * m + i * p,
    g * k + h * n + i * q,
    g * l + h * o + i * r,
  ];
}

/**
 * An affine map of an image of this size. Its axes are alike: what turns a
 * square turns an oblong without distorting it.
 */
export function ofAffine(
  [a, b, c, d, e, f]: Affine,
  { height, width }: ImageSize,
): Projective {
  return [a, b * height / width, c, d * width / height, e, f, 0, 0, 1];
}

/** Where a map reads an output place. */
export function place(
  [a, b, c, d, e, f, g, h, i]: Projective,
  x: number,
  y: number,
): readonly [x: number, y: number] {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** From -1 to 1 to the indices of this many pixels. */
function toIndex(pixels: number): readonly [scale: number, shift: number] {
  return [(pixels - 1) / 2, (pixels - 1) / 2];
}

/** The same map, from indices of output pixels to those of input pixels. */
export function overPixels(
  map: Projective,
  from: ImageSize,
  to: ImageSize,
): Projective {
  const [x, left] = toIndex(from.width);
  const [y, top] = toIndex(from.height);
  const input: Projective = [x, 0, left, 0, y, top, 0, 0, 1];
  // A side of one pixel has its place in the middle.
  const across = to.width > 1 ? 2 / (to.width - 1) : 0;
  const down = to.height > 1 ? 2 / (to.height - 1) : 0;
  const output: Projective = [
    across,
    0,
    across && -1,
    0,
    down,
    down && -1,
    0,
    0,
    1,
  ];
  return compose(input, compose(map, output));
}
