/**
 * Coefficients of a normal number by its place between the least and the most
 * likely, the highest power first. Source: Giles, "Approximating the erfinv
 * function", GPU Computing Gems Jade Edition, 2011, the one for single
 * precision.
 */
export const NORMAL = {
  middle: [
    2.81022636e-08,
    3.43273939e-07,
    -3.5233877e-06,
    -4.39150654e-06,
    0.00021858087,
    -0.00125372503,
    -0.00417768164,
    0.246640727,
    1.50140941,
  ],
  tail: [
    -0.000200214257,
    0.000100950558,
    0.00134934322,
    -0.00367342844,
    0.00573950773,
    -0.0076224613,
    0.00943887047,
    1.00167406,
    2.83297682,
  ],
  /** Where the tail begins, as `-log(1 - x²)`. */
  tailFrom: 5,
} as const;

function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, each) => sum * at + each, 0);
}

/**
 * The normal number, of mean 0 and deviation 1, that one random word stands
 * for: the one under which that share of all lies. At most 5.42 from zero, and
 * within 5e-7 of the exact inverse for every word.
 *
 * One word gives one number, so a device finds any number of a stream alone.
 * The formula is one that devices agree on: WGSL allows a cosine to be off by
 * 2⁻¹¹, which is 3e-3 of a number by Box and Muller; here all that is allowed
 * of a logarithm is 1e-6.
 *
 * @param word an integer of 32 bits, of which the upper 24 count
 *
 * @example
 * ```ts
 * import { normalOf } from "./normal.ts";
 * import { stream } from "./stream.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(normalOf(0x80000000)) < 1e-6);
 * assert.ok(Math.abs(normalOf(stream(42, "noise").uint32())) < 5.42);
 * ```
 */
export function normalOf(word: number): number {
  // Odd, from 1 - 2^24 to 2^24 - 1: never 0 or 1 itself, and exact in a float.
  const x = (2 * (word >>> 8) + 1 - 2 ** 24) * 2 ** -24;
  const rest = 1 - Math.abs(x);
  const rarity = -Math.log(rest * (2 - rest));
  const { middle, tail, tailFrom } = NORMAL;
  const slope = rarity < tailFrom
    ? polynomial(middle, rarity - 2.5)
    : polynomial(tail, Math.sqrt(rarity) - 3);
  return Math.SQRT2 * slope * x;
}
