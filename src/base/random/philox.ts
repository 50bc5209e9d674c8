/** The words of one Philox block. */
export type Words4 = readonly [number, number, number, number];

/** The numbers that Philox4x32-10 is made of, for those who write it anew. */
export const PHILOX = {
  multipliers: [0xd2511f53, 0xcd9e8d57],
  /** The golden ratio, and sqrt(3) - 1. */
  keySteps: [0x9e3779b9, 0xbb67ae85],
  rounds: 10,
} as const;

const [MULTIPLIER_0, MULTIPLIER_1] = PHILOX.multipliers;
const [KEY_STEP_0, KEY_STEP_1] = PHILOX.keySteps;

/**
 * Philox4x32-10: four random 32-bit words as a pure function of a counter and
 * a key.
 *
 * There is no state to carry, so any block of any stream can be computed alone
 * and in any order. It passes BigCrush.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011; checked against the vectors of their library Random123.
 *
 * @param counter Four unsigned 32-bit words, the least significant first.
 * @param key Two unsigned 32-bit words.
 *
 * @example
 * ```ts
 * import { philox4x32 } from "./philox.ts";
 * import assert from "node:assert/strict";
 *
 * const [first] = philox4x32([0, 0, 0, 0], [0, 0]);
 * assert.equal(first, 0x6627e8d5);
 * ```
 */
export function philox4x32(
  counter: Words4,
  key: readonly [number, number],
): Words4 {
  let a = counter[0], b = counter[1], c = counter[2], d = counter[3];
  let key0 = key[0], key1 = key[1];
  for (let round = 0; round < PHILOX.rounds; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, a);
    const high1 = multiplyHigh(MULTIPLIER_1, c);
    const nextA = high1 ^ b ^ key0;
    const nextC = high0 ^ d ^ key1;
    b = Math.imul(MULTIPLIER_1, c);
    d = Math.imul(MULTIPLIER_0, a);
    a = nextA;
    c = nextC;
    key0 = (key0 + KEY_STEP_0) | 0;
    key1 = (key1 + KEY_STEP_1) | 0;
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** The upper 32 bits of a 32 x 32 bit product, without the cost of BigInt. */
function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff, xHigh = x >>> 16;
  const yLow = y & 0xffff, yHigh = y >>> 16;
  // Below 2^32 each, so wrapping once to unsigned words loses nothing.
  const low = Math.imul(xLow, yLow) >>> 16;
  const middle = (Math.imul(xHigh, yLow) + low) >>> 0;
  const carry = (Math.imul(xLow, yHigh) + (middle & 0xffff)) >>> 0;
  return (Math.imul(xHigh, yHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}
