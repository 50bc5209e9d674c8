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

Deno.test("rmse has claims of itself", () => {
  const claims = [rmse.below(0.5), rmse.above(0.25), rmse.within(0.02)];
  assert.deepEqual(
    claims.map(({ about, relation, bound }) => ({ about, relation, bound })),
    [
      { about: { op: "rmse" }, relation: "below", bound: 0.5 },
      { about: { op: "rmse" }, relation: "above", bound: 0.25 },
      { about: { op: "rmse" }, relation: "within", bound: 0.02 },
    ],
  );
});
