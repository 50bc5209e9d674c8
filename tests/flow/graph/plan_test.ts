import assert from "node:assert/strict";
import type { Fate, Outlook } from "../../../src/flow/graph/outlook.ts";
import { planOf } from "../../../src/flow/graph/plan.ts";

function epoch(fate: Fate): Outlook {
  return {
    name: "fit/training/1",
    kind: "epoch",
    version: 1,
    params: {},
    inputs: {},
    key: "k",
    outHash: null,
    seconds: 1,
    fate,
    reads: {},
  };
}

Deno.test("planOf() says that the last run split its batches, where something is trained", () => {
  const past = { runs: [], failed: [] };
  const batches = "4 micro-batches of 16";
  const notes = (fate: Fate, split: { readonly batches?: string }) =>
    planOf([epoch(fate)], { ...past, ...split }).notes;
  assert.deepEqual(notes("run", { batches }), [
    "The last run split its batches: 4 micro-batches of 16",
  ]);
  assert.equal(notes("continue", { batches }).length, 1);
  assert.deepEqual(notes("reuse", { batches }), []);
  assert.deepEqual(notes("run", {}), []);
});
