import type { Words4 } from "./philox.ts";

const MULTIPLIERS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
const ROTATIONS = [15, 16, 17, 18] as const;
const MIX_ROTATIONS = [19, 17, 15, 13] as const;
const MIX_SUMS = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17] as const;

/**
 * MurmurHash3_x86_128: bytes to four well mixed 32-bit words.
 *
 * Fast and well spread, not cryptographic: it names random streams, it does not
 * guard anything.
 *
 * Source: Austin Appleby, SMHasher, `MurmurHash3.cpp` (public domain); checked
 * by SMHasher's own verification value.
 *
 * @example
 * ```ts
 * import { murmur3 } from "./murmur3.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(murmur3(new Uint8Array()), [0, 0, 0, 0]);
 * ```
 */
export function murmur3(bytes: Uint8Array, seed = 0): Words4 {
  const hash = new Uint32Array(4).fill(seed);
  const whole = bytes.length - (bytes.length % 16);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let block = 0; block < whole; block += 16) {
    for (let lane = 0; lane < 4; lane++) {
      absorb(hash, lane, view.getUint32(block + 4 * lane, true));
      const rotated = rotateLeft(hash[lane]!, MIX_ROTATIONS[lane]!);
      const sum = rotated + hash[(lane + 1) % 4]!;
      hash[lane] = Math.imul(sum, 5) + MIX_SUMS[lane]!;
    }
  }
  const tail = new Uint32Array(4);
  for (let at = whole; at < bytes.length; at++) {
    const within = at - whole;
    tail[within >>> 2]! |= bytes[at]! << (8 * (within & 3));
  }
  tail.forEach((word, lane) => absorb(hash, lane, word));
  for (let lane = 0; lane < 4; lane++) hash[lane]! ^= bytes.length;
  addAcross(hash);
  for (let lane = 0; lane < 4; lane++) hash[lane] = finalise(hash[lane]!);
  addAcross(hash);
  return [hash[0]!, hash[1]!, hash[2]!, hash[3]!];
}

function absorb(hash: Uint32Array, lane: number, word: number): void {
  const scaled = Math.imul(word, MULTIPLIERS[lane]!);
  const turned = rotateLeft(scaled, ROTATIONS[lane]!);
  hash[lane]! ^= Math.imul(turned, MULTIPLIERS[(lane + 1) % 4]!);
}

function addAcross(hash: Uint32Array): void {
  hash[0]! += hash[1]! + hash[2]! + hash[3]!;
  for (let lane = 1; lane < 4; lane++) hash[lane]! += hash[0]!;
}

function finalise(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function rotateLeft(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0;
}
