/**
 * What moves pixels, drawn for one image. Maps lead from output to input, from
 * -1 to 1 along either side; they are those of fastai's `vision.augment`.
 *
 * @module
 */
import type { Random } from "../../base/random/random.ts";
import type { Affine, Projective } from "../../flow/stage/transform.ts";
import { happens } from "./_chance.ts";

/** Moves nothing. */
const UNMOVED: Affine = [1, 0, 0, 0, 1, 0];

/** The eight symmetries of a square, in fastai's order; the first is none. */
const DIHEDRAL: readonly Affine[] = [
  UNMOVED,
  [-1, 0, 0, 0, 1, 0],
  [1, 0, 0, 0, -1, 0],
  [0, -1, 0, 1, 0, 0],
  [-1, 0, 0, 0, -1, 0],
  [0, 1, 0, -1, 0, 0],
  [0, 1, 0, 1, 0, 0],
  [0, -1, 0, -1, 0, 0],
];

/** Mirrored left to right, or not. */
export function mirrored(random: Random, probability: number): Affine {
  return happens(random, probability) ? [-1, 0, 0, 0, 1, 0] : UNMOVED;
}

/** One of the eight symmetries of a square, each equally likely, or none. */
export function flippedAnyWay(random: Random, probability: number): Affine {
  return happens(random, probability) ? random.pick(DIHEDRAL) : UNMOVED;
}

/** Turned anticlockwise, as it is seen, by up to so many degrees either way. */
export function turned(
  random: Random,
  degrees: number,
  probability: number,
): Affine {
  if (!happens(random, probability)) return UNMOVED;
  const angle = random.uniform(-degrees, degrees) * Math.PI / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return [cos, -sin, 0, sin, cos, 0];
}

/** Magnified, about a centre for which no more comes into view than must. */
export function magnified(
  random: Random,
  { min, max }: { readonly min: number; readonly max: number },
  probability: number,
): Affine {
  if (!happens(random, probability)) return UNMOVED;
  // The side of what is seen, where the whole image is 1.
  const side = 1 / random.uniform(min, max);
  const room = 1 - side;
  const x = random.uniform(-room, room);
  const y = random.uniform(-room, room);
  return [side, 0, x, 0, side, y];
}

/**
 * Seen from the side: the map that takes the corners of a quadrangle to those
 * of the image, `(±1, ±1)`. The quadrangle's corner of signs `u`, `v` is
 *
 *     (u - y u v, v - x u v)
 *
 * so that `x` tilts the image about its vertical axis and `y` about the other.
 * The map from square to quadrangle is `[1-y², -xy, x; -xy, 1-x², y; x, y, 1]`,
 * found by hand from the four corners; this is its inverse.
 *
 * @param x from -1 to 1, with `|x| + |y|` below 1, else no such map is
 */
export function perspective(x: number, y: number): Projective {
  const scale = 1 - x * x - y * y;
  const skew = 2 * x * y / scale;
  const across = x * (x * x - y * y - 1) / scale;
  const down = y * (y * y - x * x - 1) / scale;
  return [1, skew, across, skew, 1, down, across, down, 1];
}

/** Tilted about either axis, each with this probability of its own. */
export function tilted(
  random: Random,
  magnitude: number,
  probability: number,
): Projective {
  const tilt = () =>
    happens(random, probability) ? random.uniform(-magnitude, magnitude) : 0;
  const x = tilt();
  return perspective(x, tilt());
}
