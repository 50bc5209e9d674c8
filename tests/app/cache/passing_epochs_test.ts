import assert from "node:assert/strict";
import { passingEpochs } from "../../../src/app/cache/passing_epochs.ts";

function epoch(name: string, more: { key?: string | null } = {}) {
  const [kind, inputs] = ["epoch", {}];
  return { name, kind, inputs, key: name, outHash: `hash ${name}`, ...more };
}

Deno.test("passingEpochs() are those within a phase that nothing was made of", () => {
  const predictions = {
    name: "predictions",
    kind: "predictions",
    inputs: { checkpoint: "hash fit/full/2" },
    key: "predictions",
    outHash: null,
  };
  const nodes = [
    { ...predictions, name: "input", kind: "input", inputs: {} },
    epoch("fit/frozen/1"),
    epoch("fit/frozen/2"),
    epoch("fit/full/1"),
    epoch("fit/full/2"),
    epoch("fit/full/3"),
    epoch("fit/full/4", { key: null }),
    epoch("fit/full/5"),
    predictions,
  ];
  // The second of the full phase was the best, and is what answers.
  assert.deepEqual(
    [...passingEpochs(nodes)],
    ["fit/frozen/1", "fit/full/1", "fit/full/3"],
  );
  assert.deepEqual([...passingEpochs([])], []);
});
