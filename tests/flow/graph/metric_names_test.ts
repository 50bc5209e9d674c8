import assert from "node:assert/strict";
import { metricNames } from "../../../src/flow/graph/metric_names.ts";

const names = (...ops: readonly string[]) =>
  metricNames(ops.map((op) => ({ op })));

Deno.test("metrics are named in snake case, in their order", () => {
  assert.deepEqual(names("errorRate", "f1", "rmse"), [
    "error_rate",
    "f1",
    "rmse",
  ]);
  assert.deepEqual(names(), []);
});

Deno.test("no two metrics have one name", () => {
  assert.deepEqual(names("f1", "f1", "f1"), ["f1", "f1_2", "f1_3"]);
  assert.deepEqual(names("errorRate", "error_rate"), [
    "error_rate",
    "error_rate_2",
  ]);
  assert.deepEqual(names("f1_2", "f1", "f1"), ["f1_2", "f1", "f1_3"]);
});
