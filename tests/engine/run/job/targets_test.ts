import assert from "node:assert/strict";
import { targetsOf } from "../../../../src/engine/run/job/targets.ts";

const front = {
  items: ["a", "b", "c"].map((id) => ({ id, item: null })),
  labels: ["cat", "dog", "never seen"],
  sets: { train: ["b"], valid: ["a"], test: ["c"] },
};
const vocabulary = { kind: "category", classes: ["cat", "dog"] } as const;

Deno.test("targetsOf() gives a row for each item that trains or validates, and none for the test set", () => {
  assert.deepEqual(
    targetsOf(front, vocabulary),
    new Map([["b", [0, 1]], ["a", [1, 0]]]),
  );
});

Deno.test("targetsOf() names the item whose label is none of the classes", () => {
  const sets = { train: ["b"], valid: ["a", "c"], test: [] };
  assert.throws(() => targetsOf({ ...front, sets }, vocabulary), {
    name: "PipelineError",
    item: "c",
    message: /never seen/,
  });
});
