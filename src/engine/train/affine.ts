import type { Affine } from "../../flow/stage/transform.ts";

/** Leaves every pixel where it is. */
export const IDENTITY: Affine = [1, 0, 0, 0, 1, 0];

/**
 * One matrix for two in a row. Matrices lead from output to input, so the
 * later one is applied to the coordinates first.
 */
export function compose(first: Affine, then: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = then;
  return [
    a * p + b * s,
    a * q + b * t,
    a * r + b * u + c,
    d * p + e * s,
    d * q + e * t,
    d * r + e * u + f,
  ];
}

/**
 * The same map over pixel indices, as the eight numbers of
 * `tf.image.transform`. The corners -1 and 1 are the centres of the first and
 * last pixel, as torch's `align_corners` has it.
 */
export function toPixels(
  [a, b, c, d, e, f]: Affine,
  height: number,
  width: number,
): readonly number[] {
  const x = (width - 1) / 2 || 1;
  const y = (height - 1) / 2 || 1;
  // in = centre + side (M ((out - centre) / side))
  return [
    a,
    b * x / y,
    x * (1 - a - b + c),
    d * y / x,
    e,
    y * (1 - d - e + f),
    0,
    0,
  ];
}
