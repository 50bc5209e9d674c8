/**
 * A hash that is nearly the same for pictures that look the same: scaled,
 * brightened, or compressed anew.
 *
 *     9 x 8 greys ── is each brighter than its right neighbour? ── 64 bits
 *
 * Source: Krawetz, "Kind of like that", 2013 (dHash).
 *
 * @module
 */

/** Greys that a hash is made of: one column more than it has bits. */
export const HASH_GREYS = { width: 9, height: 8 } as const;

/**
 * The hash of a picture, as 16 hex digits.
 *
 * @param greys `[8, 9]`, 0 to 255
 *
 * @example Bits follow the way to the right
 * ```ts
 * import { perceptualHash } from "./perceptual_hash.ts";
 * import assert from "node:assert/strict";
 *
 * const darker = Uint8Array.from({ length: 72 }, (_, at) => 200 - at % 9);
 * assert.equal(perceptualHash(darker), "ffffffffffffffff");
 * ```
 */
export function perceptualHash(greys: Uint8Array): string {
  const { width, height } = HASH_GREYS;
  let hex = "";
  for (let row = 0; row < height; row++) {
    let byte = 0;
    for (let column = 0; column < width - 1; column++) {
      const at = row * width + column;
      byte = byte << 1 | ((greys[at] ?? 0) > (greys[at + 1] ?? 0) ? 1 : 0);
    }
    hex += byte.toString(16).padStart(2, "0");
  }
  return hex;
}

/** The two halves of a hash, to be compared with many others. */
export type HashWords = readonly [high: number, low: number];

/** A hash as two words of 32 bits. */
export function hashWords(hash: string): HashWords {
  return [parseInt(hash.slice(0, 8), 16), parseInt(hash.slice(8), 16)];
}

/** How many bits of a word are ones. */
function ones(word: number): number {
  const pairs = word - (word >>> 1 & 0x55555555);
  const fours = (pairs & 0x33333333) + (pairs >>> 2 & 0x33333333);
  return Math.imul(fours + (fours >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** In how many of its 64 bits a hash differs from another. */
export function hammingDistance(a: HashWords, b: HashWords): number {
  return ones(a[0] ^ b[0]) + ones(a[1] ^ b[1]);
}
