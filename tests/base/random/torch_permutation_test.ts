import assert from "node:assert/strict";
import { torchPermutation } from "../../../src/base/random/torch_permutation.ts";
import torch from "../../fixtures/random_split/random_split.json" with {
  type: "json",
};

/** Of every number and its place; `make.py` has the same. */
function checksum(order: Iterable<number>): number {
  let sum = 0;
  let place = 0;
  for (const each of order) sum = (sum + ++place * each) % 1_000_003;
  return sum;
}

Deno.test(`torchPermutation() gives the order of torch ${torch.torch}`, () => {
  for (const { seed, count, first, last, ...golden } of torch.permutations) {
    const order = torchPermutation(count, seed);
    const name = `${count} with seed ${seed}`;
    assert.equal(order.length, count, name);
    assert.deepEqual([...order.slice(0, 12)], first, name);
    assert.deepEqual([...order.slice(-4)], last, name);
    assert.equal(checksum(order), golden.checksum, name);
  }
});

Deno.test("torchPermutation() refuses what torch orders in another way", () => {
  for (const count of [-1, 0.5, NaN, 214_748_364]) {
    assert.throws(() => torchPermutation(count, 1), {
      name: "RangeError",
      message:
        `Cannot order ${count} items as torch does: the count must be an integer from 0 to 214748363`,
    });
  }
});
