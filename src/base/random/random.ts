import { philox4x32, type Words4 } from "./philox.ts";

/**
 * A sequence of random draws that its key fixes: two `Random` made with the
 * same key and nonce draw the same, on any machine.
 *
 * Make one with `stream()`, which turns a seed and a purpose into a key.
 */
export class Random {
  readonly #key: readonly [number, number];
  readonly #nonce: readonly [number, number];
  #block = 0;
  #words: Words4 = [0, 0, 0, 0];
  #used = 4;

  /** @param key Two 32-bit words. @param nonce Two more: 128 bits in all. */
  constructor(
    key: readonly [number, number],
    nonce: readonly [number, number],
  ) {
    this.#key = key;
    this.#nonce = nonce;
  }

  /** An integer from 0 to 2^32 - 1. */
  uint32(): number {
    if (this.#used === 4) {
      const low = this.#block >>> 0;
      const high = Math.floor(this.#block / 2 ** 32);
      this.#words = philox4x32(
        [low, high, this.#nonce[0], this.#nonce[1]],
        this.#key,
      );
      this.#block += 1;
      this.#used = 0;
    }
    return this.#words[this.#used++]!;
  }

  /** A multiple of 2^-24 in [0, 1): it stays below 1 as a float32 too. */
  float(): number {
    return (this.uint32() >>> 8) * 2 ** -24;
  }

  /** A number in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.float();
  }

  /**
   * An integer in [low, high), each equally likely.
   *
   * @throws {RangeError} If the bounds are no integers, hold nothing between
   * them, or lie more than 2^32 apart.
   */
  integer(low: number, high: number): number {
    const range = high - low;
    if (
      !Number.isSafeInteger(low) || !Number.isSafeInteger(high) ||
      range < 1 || range > 2 ** 32
    ) {
      throw new RangeError(
        `Cannot draw an integer from ${low} to ${high}: the bounds must be integers with 1 to 2^32 values between them`,
      );
    }
    // Words past the last whole multiple would favour the small remainders.
    const limit = 2 ** 32 - (2 ** 32 % range);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return low + (word % range);
  }

  /**
   * A draw from the normal distribution with mean 0 and deviation 1.
   *
   * Source: Box and Muller, "A note on the generation of random normal
   * deviates", 1958; the cosine of the pair. At most 5.77 from zero.
   */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return radius * Math.cos(2 * Math.PI * this.float());
  }

  /**
   * One of the values, each equally likely.
   *
   * @throws {RangeError} If there are none.
   */
  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) {
      throw new RangeError("Cannot pick a value: the array is empty");
    }
    return values[this.integer(0, values.length)]!;
  }

  /** The values in random order, in a new array (Fisher-Yates). */
  shuffle<Value>(values: readonly Value[]): Value[] {
    return Array.from(this.permutation(values.length), (at) => values[at]!);
  }

  /** The numbers 0 to count - 1 in random order. */
  permutation(count: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: count }, (_, at) => at);
    for (let last = count - 1; last > 0; last--) {
      const other = this.integer(0, last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  }
}
