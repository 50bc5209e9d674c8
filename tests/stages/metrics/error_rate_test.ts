import assert from "node:assert/strict";
import fc from "fast-check";
import { accuracy } from "../../../src/stages/metrics/accuracy.ts";
import { errorRate } from "../../../src/stages/metrics/error_rate.ts";
import { predicted } from "./_predictions.ts";

const { behaviour } = errorRate();

Deno.test("errorRate() reads categories, and lower is better", () => {
  assert.deepEqual(behaviour.targets, ["category"]);
  assert.equal(behaviour.better, "lower");
});

Deno.test("errorRate() is the share of wrong items", () => {
  const pairs = [[0, 0], [1, 1], [2, 0], [2, 2]] as const;
  assert.equal(behaviour.compute(predicted(pairs, 3)), 0.25);
});

Deno.test("errorRate() and accuracy() add up to 1", () => {
  const column = fc.nat({ max: 3 });
  const pairs = fc.array(fc.tuple(column, column), { minLength: 1 });
  fc.assert(
    fc.property(pairs, (pairs) => {
      const predictions = predicted(pairs, 4);
      const sum = behaviour.compute(predictions) +
        accuracy().behaviour.compute(predictions);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }),
    { seed: 1 },
  );
});

Deno.test("errorRate() has no value over an empty set", () => {
  assert.throws(() => behaviour.compute(predicted([], 2)), RangeError);
});

Deno.test("errorRate has claims of itself", () => {
  const claims = [
    errorRate.below(0.5),
    errorRate.above(0.25),
    errorRate.within(0.02),
  ];
  assert.deepEqual(
    claims.map(({ about, relation, bound }) => ({ about, relation, bound })),
    [
      { about: { op: "errorRate" }, relation: "below", bound: 0.5 },
      { about: { op: "errorRate" }, relation: "above", bound: 0.25 },
      { about: { op: "errorRate" }, relation: "within", bound: 0.02 },
    ],
  );
});
