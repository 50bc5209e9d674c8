import assert from "node:assert/strict";
import {
  constantOutputs,
  withConstant,
} from "../../../src/flow/graph/baseline.ts";

Deno.test("of classes the baseline is the most frequent, the first if several", () => {
  const rows = [[0, 1, 0], [0, 0, 1], [0, 1, 0]];
  assert.deepEqual(constantOutputs(rows, 3, "category"), [0, 1, 0]);
  assert.deepEqual(constantOutputs(rows.slice(0, 2), 3, "category"), [0, 1, 0]);
});

Deno.test("of numbers the baseline is the mean", () => {
  assert.deepEqual(constantOutputs([[1], [2], [6]], 1, "quantity"), [3]);
});

Deno.test("of tags the baseline is the share of each", () => {
  const rows = [[1, 0], [1, 1], [1, 0], [1, 0]];
  assert.deepEqual(constantOutputs(rows, 2, "tags"), [1, 0.25]);
});

Deno.test("withConstant() answers alike for every row, and keeps the rest", () => {
  const predictions = {
    target: "category",
    count: 2,
    columns: 2,
    outputs: Float32Array.of(0.75, 0.25, 0.5, 0.5),
    targets: Float32Array.of(1, 0, 0, 1),
    classes: ["cat", "dog"],
  } as const;
  const constant = withConstant(predictions, [0, 1]);
  assert.deepEqual(constant, {
    ...predictions,
    outputs: Float32Array.of(0, 1, 0, 1),
  });
  assert.deepEqual(predictions.outputs, Float32Array.of(0.75, 0.25, 0.5, 0.5));
});
