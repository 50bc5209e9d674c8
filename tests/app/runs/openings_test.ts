import assert from "node:assert/strict";
import { Openings } from "../../../src/app/runs/openings.ts";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";
import { outcome, start } from "../_records.ts";

const opening = (slug: string, testSet: string, checkpoint = "k") => ({
  when: "2026-11-27T10:00:00.000Z",
  pipeline: slug,
  slug,
  testSet,
  count: 5,
  checkpoint,
  reason: "final figure",
});
const seen = { metrics: { error_rate: 0.2 }, baseline: {}, keys: ["p", "m"] };

Deno.test("Openings counts those of a test set and those of a pipeline", () =>
  withFolder((root) => {
    {
      using openings = Openings.open(root);
      assert.deepEqual(openings.of(opening("pets", "set")), []);
      openings.finish(openings.begin(opening("pets", "set")), seen);
      openings.begin(opening("pets#full", "set"));
      openings.begin(opening("pets", "another set"));
      openings.begin(opening("xor", "its own set"));
    }
    using openings = Openings.read(root);
    const found = openings.of(opening("pets", "set"));
    assert.deepEqual(
      found.map(({ id, slug, testSet, outcome }) => [
        id,
        slug,
        testSet,
        outcome?.metrics,
      ]),
      [
        [1, "pets", "set", seen.metrics],
        // Counted before anything was seen: this one came to no end.
        [2, "pets#full", "set", undefined],
        [3, "pets", "another set", undefined],
      ],
    );
  }));

Deno.test("Openings counts the same model again", () =>
  withFolder((root) => {
    using openings = Openings.open(root);
    for (const id of [1, 2]) {
      assert.equal(openings.begin(opening("pets", "set", "same")), id);
    }
    assert.equal(openings.ofCheckpoint("same").length, 2);
    assert.equal(openings.ofCheckpoint("other").length, 0);
  }));

Deno.test("Openings outlive the run whose model was asked", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    using openings = Openings.open(root);
    runs.begin(start("r1"));
    runs.finish("r1", outcome("ok"), []);
    openings.begin(opening("pets", "set"));
    runs.forget("r1");
    assert.equal(openings.of(opening("pets", "set")).length, 1);
  }));
