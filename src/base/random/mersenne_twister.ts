const SIZE = 624;
const MIDDLE = 397;
const TWIST = 0x9908b0df;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;

/**
 * MT19937: the generator behind `torch.manual_seed`. It carries a state, so
 * nothing of Leat's own draws from it; it is here to draw what torch draws.
 *
 * Source: Matsumoto and Nishimura, "Mersenne Twister", 1998, with
 * `init_genrand` of their revision of 2002.
 *
 * @example The first word of the reference's own test
 * ```ts
 * import { MersenneTwister } from "./mersenne_twister.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new MersenneTwister(5489).uint32(), 3499211612);
 * ```
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #used = SIZE;

  /** @param seed an integer, of which 32 bits count, as in torch */
  constructor(seed: number) {
    this.#state[0] = seed >>> 0;
    for (let at = 1; at < SIZE; at++) {
      const before = this.#state[at - 1]!;
      const mixed = before ^ (before >>> 30);
      this.#state[at] = Math.imul(mixed, 1812433253) + at;
    }
  }

  /** An integer from 0 to 2^32 - 1. */
  uint32(): number {
    if (this.#used === SIZE) this.#twist();
    let word = this.#state[this.#used++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let at = 0; at < SIZE; at++) {
      const joined = (state[at]! & UPPER_BIT) |
        (state[(at + 1) % SIZE]! & LOWER_BITS);
      const twisted = (joined >>> 1) ^ (joined & 1 ? TWIST : 0);
      state[at] = state[(at + MIDDLE) % SIZE]! ^ twisted;
    }
    this.#used = 0;
  }
}
