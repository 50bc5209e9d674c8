import assert from "node:assert/strict";
import { pipelinesOf } from "../../../scripts/transfer/experiment.ts";

Deno.test("both sides of the experiment differ in weights and schedule alone", () => {
  const places = { photographs: "pets", mobilenet: "model.json" };
  const { fineTuned, scratch } = pipelinesOf(places, 3);
  for (const role of ["source", "split", "input", "loss"] as const) {
    assert.deepEqual(scratch.spec[role].params, fineTuned.spec[role].params);
  }
  assert.equal(fineTuned.spec.split.params["fold"], 3);
  assert.equal(scratch.spec.architecture.params["random"], true);
  const epochs = (of: typeof scratch | typeof fineTuned) =>
    of.spec.fit.behaviour.phases({ groups: 2 })
      .reduce((sum, phase) => sum + phase.epochs, 0);
  assert.equal(epochs(scratch), epochs(fineTuned));
});
