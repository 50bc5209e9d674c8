import assert from "node:assert/strict";
import fc from "fast-check";
import {
  answersOf,
  classFigures,
  confusionOf,
  mostConfused,
  tagFigures,
} from "../../../src/engine/inspect/classes.ts";
import { predictionsOf } from "./_predictions.ts";

const CLASSES = ["ant", "bee", "cow"];
const ANT = [1, 0, 0];
const BEE = [0, 1, 0];
const COW = [0, 0, 1];

const predictions = predictionsOf(
  "category",
  [
    [0.75, 0.25, 0],
    [0.25, 0.5, 0.25],
    [0.5, 0.5, 0],
    [0, 0.75, 0.25],
    [0, 1, 0],
  ],
  [ANT, ANT, BEE, BEE, COW],
  CLASSES,
);

Deno.test("answersOf() tells who was taken for whom, of equals the first", () => {
  assert.deepEqual(answersOf(predictions), [
    { actual: 0, predicted: 0, confidence: 0.75, probability: 0.75 },
    { actual: 0, predicted: 1, confidence: 0.5, probability: 0.25 },
    { actual: 1, predicted: 0, confidence: 0.5, probability: 0.5 },
    { actual: 1, predicted: 1, confidence: 0.75, probability: 0.75 },
    { actual: 2, predicted: 1, confidence: 1, probability: 0 },
  ]);
});

Deno.test("confusionOf() counts actual classes down and predicted ones across", () => {
  const confusion = confusionOf(answersOf(predictions), 3);
  assert.deepEqual(confusion, [[1, 1, 0], [1, 1, 0], [0, 1, 0]]);
  assert.deepEqual(mostConfused(confusion, 2), [
    { actual: 0, predicted: 1, count: 1 },
    { actual: 1, predicted: 0, count: 1 },
  ]);
  assert.deepEqual(mostConfused([[3, 1], [2, 0]], 9), [
    { actual: 1, predicted: 0, count: 2 },
    { actual: 0, predicted: 1, count: 1 },
  ]);
  assert.deepEqual(mostConfused([[3, 0], [0, 2]], 9), []);
});

Deno.test("classFigures() gives precision, recall and F1 of each class, and NaN for 0 / 0", () => {
  assert.deepEqual(classFigures([[1, 1, 0], [1, 1, 0], [0, 1, 0]]), [
    { precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2 },
    { precision: 1 / 3, recall: 1 / 2, f1: 2 / 5, support: 2 },
    { precision: NaN, recall: 0, f1: 0, support: 1 },
  ]);
  assert.deepEqual(classFigures([[0, 0], [0, 0]])[0], {
    precision: NaN,
    recall: NaN,
    f1: NaN,
    support: 0,
  });
});

Deno.test("a confusion holds every item once, and its supports are the items of each class", () => {
  const row = fc.tuple(
    fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    }),
    fc.constantFrom(ANT, BEE, COW),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), (rows) => {
      const answers = answersOf(predictionsOf(
        "category",
        rows.map(([outputs]) => outputs),
        rows.map(([, targets]) => targets),
        CLASSES,
      ));
      const confusion = confusionOf(answers, 3);
      const total = confusion.flat().reduce((sum, count) => sum + count, 0);
      assert.equal(total, rows.length);
      const right = answers.filter(({ actual, predicted }) =>
        actual === predicted
      ).length;
      const wrong = mostConfused(confusion, 9)
        .reduce((sum, { count }) => sum + count, 0);
      assert.equal(right + wrong, rows.length);
      classFigures(confusion).forEach(
        ({ support, f1, precision, recall }, at) => {
          assert.equal(
            support,
            rows.filter(([, each]) => each[at] === 1).length,
          );
          if (f1 > 0) {
            const harmonic = 2 / (1 / precision + 1 / recall);
            assert.ok(Math.abs(harmonic - f1) < 1e-12);
          }
        },
      );
    }),
    { seed: 1 },
  );
});

Deno.test("tagFigures() counts each tag by itself, from above 0.5 on", () => {
  const tags = predictionsOf(
    "tags",
    [[0.9, 0.5], [0.6, 0.6], [0.1, 0.2]],
    [[1, 1], [0, 1], [1, 0]],
    ["red", "round"],
  );
  assert.deepEqual(tagFigures(tags), [
    { precision: 1 / 2, recall: 1 / 2, f1: 1 / 2, support: 2 },
    { precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
  ]);
});
