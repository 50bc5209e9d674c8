import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { differencesOf } from "../../../src/app/verify/differences.ts";
import { nodes, run, sorted } from "../_locked_runs.ts";

const namesOf = (...sides: Parameters<typeof differencesOf>) =>
  differencesOf(...sides).map(({ node, what }) => `${node} ${what}`);

Deno.test("two trainings that gave the same have no difference", () => {
  assert.deepEqual(differencesOf(sorted(run()), run()), []);
});

Deno.test("differences come in the order of the flow, numbers before hashes", () => {
  const found = run({
    nodes: nodes("model", "fit/full/1", "label", "metrics/error_rate"),
    epochs: {
      "fit/frozen/1": { train_loss: 0.5, valid_loss: 0.26 },
      "fit/full/1": { train_loss: 0.3, valid_loss: 0.2 },
    },
    metrics: { error_rate: 0.06 },
  });
  assert.deepEqual(namesOf(sorted(run()), found), [
    "label hash",
    "fit/frozen/1 valid_loss",
    "fit/full/1 train_loss",
    "fit/full/1 valid_loss",
    "fit/full/1 hash",
    "metrics/error_rate value",
    "metrics/error_rate hash",
    "model hash",
  ]);
  assert.deepEqual(differencesOf(sorted(run()), found)[1], {
    node: "fit/frozen/1",
    what: "valid_loss",
    recorded: 0.25,
    found: 0.26,
  });
});

Deno.test("what only one of the two has differs, wherever it stands", () => {
  const fewer = run({
    epochs: { "fit/frozen/1": { train_loss: 0.5, valid_loss: 0.25 } },
    metrics: {},
  });
  assert.deepEqual(namesOf(sorted(run()), fewer), [
    "fit/full/1 train_loss",
    "fit/full/1 valid_loss",
    "metrics/error_rate value",
  ]);
  const more = run({ nodes: { weights: sha256("w"), ...nodes() } });
  assert.deepEqual(differencesOf(sorted(run()), more), [
    { node: "weights", what: "hash", recorded: null, found: sha256("w") },
  ]);
  assert.deepEqual(differencesOf(sorted(more), run()), [
    { node: "weights", what: "hash", recorded: sha256("w"), found: null },
  ]);
});

Deno.test("a node called as what every object has is looked up as any other", () => {
  const found = run({ metrics: { error_rate: 0.05, constructor: 1 } });
  assert.deepEqual(differencesOf(run(), found), [
    { node: "metrics/constructor", what: "value", recorded: null, found: 1 },
  ]);
});
