import { MersenneTwister } from "./mersenne_twister.ts";

/** From here on torch draws 64 bits a place, another order. */
const LIMIT = Math.floor((2 ** 32 - 1) / 20);

/**
 * The numbers 0 to count - 1 in the order of
 * `torch.manual_seed(seed); torch.randperm(count)` on the processor.
 *
 * Checked against torch 1.13; the code of torch 2.5 and later draws alike. It
 * favours small remainders by less than one in twenty, as torch does: for
 * orders of Leat's own there is `Random.permutation`.
 *
 * @param seed an integer, of which 32 bits count, as in torch
 * @throws {RangeError} when the count is negative, no integer, or past
 * 214,748,363, where torch takes another way
 *
 * @example
 * ```ts
 * import { torchPermutation } from "./torch_permutation.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...torchPermutation(6, 0)], [2, 5, 3, 0, 1, 4]);
 * ```
 */
export function torchPermutation(
  count: number,
  seed: number,
): Uint32Array<ArrayBuffer> {
  if (!Number.isInteger(count) || count < 0 || count >= LIMIT) {
    throw new RangeError(
      `Cannot order ${count} items as torch does: the count must be an integer from 0 to ${
        LIMIT - 1
      }`,
    );
  }
  const generator = new MersenneTwister(seed);
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  for (let at = 0; at < count - 1; at++) {
    const other = at + generator.uint32() % (count - at);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
