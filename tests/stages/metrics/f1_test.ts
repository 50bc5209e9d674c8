import assert from "node:assert/strict";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { f1 } from "../../../src/stages/metrics/f1.ts";
import { measured, predicted, tagged } from "./_predictions.ts";

const macro = f1({ average: "macro" }).behaviour;
const binary = f1({ average: "binary" }).behaviour;

function assertNear(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) < 1e-12,
    `${actual} is not ${expected}`,
  );
}

Deno.test("f1() reads tags only when it averages over classes", () => {
  assert.deepEqual(macro.targets, ["category", "tags"]);
  assert.deepEqual(binary.targets, ["category"]);
  assert.equal(macro.better, "higher");
});

Deno.test("f1() without settings says that it needs some", () => {
  const bare = f1 as unknown as () => unknown;
  assert.throws(() => bare(), {
    message: 'Cannot make metrics "f1": it got no settings, and needs some',
  });
});

Deno.test("f1() macro is the mean of each class's own", () => {
  // The example of sklearn's f1_score: y_true 0 1 2 0 1 2, y_pred 0 2 1 0 0 1.
  const pairs = [[0, 0], [1, 2], [2, 1], [0, 0], [1, 0], [2, 1]] as const;
  assertNear(macro.compute(predicted(pairs, 3)), 0.8 / 3);
});

Deno.test("f1() macro counts a class that is only predicted as 0", () => {
  // Class 0: 2 / (2 + 1); class 1: no hit.
  const pairs = [[0, 0], [0, 1]] as const;
  assertNear(macro.compute(predicted(pairs, 2)), (2 / 3) / 2);
});

Deno.test("f1() macro leaves out a class that neither occurs nor is predicted", () => {
  const pairs = [[0, 0], [1, 1]] as const;
  assert.equal(macro.compute(predicted(pairs, 4)), 1);
});

Deno.test("f1() macro of tags counts an absent class as 0, as sklearn does", () => {
  const outputs = [[0.9, 0.1], [0.8, 0.2]];
  assert.equal(macro.compute(tagged(outputs, [[1, 0], [1, 0]])), 0.5);
});

Deno.test("f1() macro of tags cuts probabilities at one half", () => {
  // Class 0: hit, false alarm; class 1: miss, hit. Both 2 / 3.
  const outputs = [[0.9, 0.4], [0.6, 0.7]];
  assertNear(macro.compute(tagged(outputs, [[1, 1], [0, 1]])), 2 / 3);
});

Deno.test("f1() binary is that of the later class unless told", () => {
  const pairs = [[1, 1], [0, 1], [1, 0], [1, 0], [0, 0]] as const;
  // Of class 1: 1 hit, 1 false alarm, 2 misses.
  assertNear(binary.compute(predicted(pairs, 2)), 2 / 5);
  const first = f1({ average: "binary", positive: "ant" }).behaviour;
  // Of class 0: 1 hit, 2 false alarms, 1 miss.
  assertNear(first.compute(predicted(pairs, 2)), 2 / 5);
});

Deno.test("f1() binary of a yes-or-no label is that of yes", () => {
  const predictions = {
    ...predicted([[1, 1], [0, 0], [0, 1]], 2),
    classes: [false, true],
  };
  assertNear(binary.compute(predictions), 2 / 3);
  const no = f1({ average: "binary", positive: false }).behaviour;
  assertNear(no.compute(predictions), 2 / 3);
});

Deno.test("f1() binary is 0 where nothing occurs nor is predicted", () => {
  assert.equal(binary.compute(predicted([[0, 0]], 2)), 0);
});

Deno.test("f1() binary refuses other than two classes", () => {
  assert.throws(() => binary.compute(predicted([[0, 0]], 3)), (error) => {
    assert.ok(error instanceof PipelineError);
    assert.equal(
      error.message,
      'Cannot compute "f1" with average "binary": the label has 3 classes and it needs 2',
    );
    assert.equal(error.remedy, 'Use f1({ average: "macro" })');
    return true;
  });
});

Deno.test("f1() binary refuses a class that the label does not have", () => {
  const { behaviour } = f1({ average: "binary", positive: "cow" });
  assert.throws(() => behaviour.compute(predicted([[0, 0]], 2)), {
    message:
      'Cannot compute "f1" of the class "cow": the label\'s classes are "ant", "bee"',
  });
});

Deno.test("f1() has no value over an empty set", () => {
  assert.throws(() => macro.compute(measured([], [])), RangeError);
});

Deno.test("f1 has claims of itself", () => {
  const claims = [f1.below(0.5), f1.above(0.25), f1.within(0.02)];
  assert.deepEqual(
    claims.map(({ about, relation, bound }) => ({ about, relation, bound })),
    [
      { about: { op: "f1" }, relation: "below", bound: 0.5 },
      { about: { op: "f1" }, relation: "above", bound: 0.25 },
      { about: { op: "f1" }, relation: "within", bound: 0.02 },
    ],
  );
});
