import assert from "node:assert/strict";
import { MersenneTwister } from "../../../src/base/random/mersenne_twister.ts";

function words(seed: number, count: number): number[] {
  const generator = new MersenneTwister(seed);
  return Array.from({ length: count }, () => generator.uint32());
}

Deno.test("MersenneTwister gives the words that C++ asks of mt19937", () => {
  // [rand.predef]: the 10000th word of a default mt19937, seed 5489.
  assert.equal(words(5489, 10_000).at(-1), 4123659995);
});

Deno.test("MersenneTwister starts as numpy's RandomState(42) does", () => {
  assert.deepEqual(words(42, 3), [1608637542, 3421126067, 4083286876]);
});

Deno.test("MersenneTwister reads 32 bits of a seed", () => {
  assert.deepEqual(words(2 ** 32 + 42, 700), words(42, 700));
  assert.deepEqual(words(2 ** 52 + 42, 700), words(42, 700));
  assert.notDeepEqual(words(43, 3), words(42, 3));
});
