import assert from "node:assert/strict";
import { rmse } from "../../../src/stages/metrics/rmse.ts";
import { measured } from "./_predictions.ts";

const { behaviour } = rmse();

Deno.test("rmse() reads numbers, and lower is better", () => {
  assert.deepEqual(behaviour.targets, ["quantity"]);
  assert.equal(behaviour.better, "lower");
});

Deno.test("rmse() is the root of the mean square over the whole set", () => {
  const value = behaviour.compute(measured([3, 0, 1], [1, 1, 1]));
  assert.equal(value, Math.sqrt(5 / 3));
});

Deno.test("rmse() of exact predictions is 0", () => {
  assert.equal(behaviour.compute(measured([3, -2], [3, -2])), 0);
});

Deno.test("rmse() has no value over an empty set", () => {
  assert.throws(() => behaviour.compute(measured([], [])), RangeError);
});
