import assert from "node:assert/strict";
import { accuracy } from "../../../src/stages/metrics/accuracy.ts";
import { predicted, tagged } from "./_predictions.ts";

const { behaviour } = accuracy();

Deno.test("accuracy() reads categories and tags, and higher is better", () => {
  assert.deepEqual(behaviour.targets, ["category", "tags"]);
  assert.equal(behaviour.better, "higher");
});

Deno.test("accuracy() is the share of right items", () => {
  const pairs = [[0, 0], [1, 1], [2, 0], [2, 2], [1, 0]] as const;
  assert.equal(behaviour.compute(predicted(pairs, 3)), 3 / 5);
});

Deno.test("accuracy() takes the largest output, and the first of equals", () => {
  const equal = {
    ...predicted([[0, 0], [1, 1]], 2),
    outputs: new Float32Array([0.5, 0.5, 0.5, 0.5]),
  };
  assert.equal(behaviour.compute(equal), 0.5);
});

Deno.test("accuracy() of tags counts classes on the right side of one half", () => {
  const outputs = [[0.9, 0.2, 0.6], [0.5, 0.51, 0.1]];
  const targets = [[1, 0, 0], [0, 1, 1]];
  // Wrong: the third class of both items. Exactly one half is no tag.
  assert.equal(behaviour.compute(tagged(outputs, targets)), 4 / 6);
});

Deno.test("accuracy() of tags does not take rows of one tag for categories", () => {
  const outputs = [[0.4, 0.3], [0.2, 0.4]];
  assert.equal(behaviour.compute(tagged(outputs, [[1, 0], [0, 1]])), 0.5);
});

Deno.test("accuracy() has no value over an empty set", () => {
  assert.throws(() => behaviour.compute(predicted([], 2)), {
    name: "RangeError",
    message: 'Cannot compute "accuracy" over 0 predictions',
  });
});

Deno.test("accuracy has claims of itself", () => {
  const claims = [
    accuracy.below(0.5),
    accuracy.above(0.25),
    accuracy.within(0.02),
  ];
  assert.deepEqual(
    claims.map(({ about, relation, bound }) => ({ about, relation, bound })),
    [
      { about: { op: "accuracy" }, relation: "below", bound: 0.5 },
      { about: { op: "accuracy" }, relation: "above", bound: 0.25 },
      { about: { op: "accuracy" }, relation: "within", bound: 0.02 },
    ],
  );
});
