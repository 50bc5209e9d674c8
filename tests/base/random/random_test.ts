import assert from "node:assert/strict";
import { Random } from "../../../src/base/random/random.ts";
import { philox4x32 } from "../../../src/base/random/philox.ts";

const random = () => new Random([1, 2], [3, 4]);

Deno.test("uint32() draws the words of Philox, block after block", () => {
  const drawn = draw(8, random(), (from) => from.uint32());
  const expected = [0, 1].flatMap((block) => [
    ...philox4x32([block, 0, 3, 4], [1, 2]),
  ]);
  assert.deepEqual(drawn, expected);
});

Deno.test("float() is uniform over [0, 1) and stays below 1 as a float32", () => {
  const drawn = draw(100_000, random(), (from) => from.float());
  assert.ok(drawn.every((value) => value >= 0 && Math.fround(value) < 1));
  const tenths = new Array<number>(10).fill(0);
  for (const value of drawn) tenths[Math.floor(value * 10)]! += 1;
  // Chi square with 9 degrees of freedom exceeds 33.7 once in 10,000.
  assert.ok(chiSquare(tenths) < 33.7, `${tenths}`);
});

Deno.test("uniform() stays between its bounds", () => {
  const drawn = draw(10_000, random(), (from) => from.uniform(-3, 5));
  assert.ok(drawn.every((value) => value >= -3 && value < 5));
  // The mean's deviation is 8 / sqrt(12 * 10,000) = 0.023.
  assert.ok(Math.abs(mean(drawn) - 1) < 0.12);
});

Deno.test("integer() draws each value equally often, the upper bound never", () => {
  const counts = new Array<number>(7).fill(0);
  const from = random();
  for (let n = 0; n < 70_000; n++) counts[from.integer(-3, 4) + 3]! += 1;
  // Chi square with 6 degrees of freedom exceeds 27.9 once in 10,000.
  assert.ok(chiSquare(counts) < 27.9, `${counts}`);
});

Deno.test("integer() is unbiased where the range does not divide 2^32", () => {
  // A plain remainder would land below 2^30 in half of all draws, not a third.
  const from = random();
  const drawn = draw(9_000, from, () => from.integer(0, 3 * 2 ** 30));
  const low = drawn.filter((value) => value < 2 ** 30).length;
  assert.ok(Math.abs(low - 3_000) < 270, `${low} of 9000`);
});

Deno.test("integer() spans one value and all of 32 bits", () => {
  assert.equal(random().integer(5, 6), 5);
  assert.equal(random().integer(0, 2 ** 32), random().uint32());
});

Deno.test("integer() refuses bounds with nothing between them", () => {
  assert.throws(() => random().integer(3, 3), {
    name: "RangeError",
    message:
      "Cannot draw an integer from 3 to 3: the bounds must be integers with 1 to 2^32 values between them",
  });
  assert.throws(() => random().integer(0, 0.5), RangeError);
  assert.throws(() => random().integer(0, 2 ** 32 + 1), RangeError);
  assert.throws(() => random().integer(Number.NaN, 2), RangeError);
});

Deno.test("normal() has mean 0, deviation 1 and the tails of the bell curve", () => {
  const drawn = draw(100_000, random(), (from) => from.normal());
  const share = (within: number) =>
    drawn.filter((value) => Math.abs(value) < within).length / drawn.length;
  // Six deviations of each estimate over 100,000 draws.
  assert.ok(Math.abs(mean(drawn)) < 0.019);
  assert.ok(Math.abs(mean(drawn.map((value) => value * value)) - 1) < 0.027);
  assert.ok(Math.abs(share(1) - 0.6827) < 0.009);
  assert.ok(Math.abs(share(2) - 0.9545) < 0.004);
  assert.ok(drawn.every(Number.isFinite));
});

Deno.test("pick() reaches every value and refuses an empty array", () => {
  const from = random();
  const picked = new Set(draw(200, from, () => from.pick(["a", "b", "c"])));
  assert.deepEqual([...picked].sort(), ["a", "b", "c"]);
  assert.throws(() => from.pick([]), {
    name: "RangeError",
    message: "Cannot pick a value: the array is empty",
  });
});

Deno.test("shuffle() gives the same values in a new array", () => {
  const values = Object.freeze(["a", "b", "c", "d", "e", "f", "g", "h"]);
  const shuffled = random().shuffle(values);
  assert.notDeepEqual(shuffled, values);
  assert.deepEqual([...shuffled].sort(), values);
  assert.deepEqual(random().shuffle([]), []);
});

Deno.test("permutation() draws all orders equally often", () => {
  const counts = new Map<string, number>();
  const from = random();
  for (let n = 0; n < 24_000; n++) {
    const order = from.permutation(4).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  // Chi square with 23 degrees of freedom exceeds 55 once in 5,000.
  assert.ok(chiSquare([...counts.values()]) < 55);
});

Deno.test("permutation() of none and of one", () => {
  assert.deepEqual(random().permutation(0), new Uint32Array());
  assert.deepEqual(random().permutation(1), new Uint32Array([0]));
});

function draw<Value>(
  count: number,
  from: Random,
  one: (from: Random) => Value,
): Value[] {
  return Array.from({ length: count }, () => one(from));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function chiSquare(counts: readonly number[]): number {
  const expected = mean(counts);
  return counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}
