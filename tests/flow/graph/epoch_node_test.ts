import assert from "node:assert/strict";
import { epochNode } from "../../../src/flow/graph/epoch_node.ts";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { programOf } from "../../../src/flow/graph/program.ts";
import {
  fineTune,
  type FineTuneOptions,
} from "../../../src/stages/fit/fine_tune.ts";

const start: Computed = {
  name: "start",
  kind: "start",
  version: 1,
  params: {},
  inputs: {},
};

/** What the keys of the epochs of a fine-tuning are made of. */
function paramsOf(options: FineTuneOptions) {
  const { behaviour } = fineTune(1, options);
  return programOf(behaviour, { groups: 3, steps: 2 })
    .map((program) => epochNode(program, start).params);
}

Deno.test("the key of an epoch tells of frozen norms only where they are", () => {
  const [frozen, unfrozen] = paramsOf({});
  assert.deepEqual(Object.keys(frozen ?? {}), [
    "firstTrainable",
    "reset",
    "settings",
  ]);
  const [frozenToo, unfrozenToo] = paramsOf({ freezeNorms: true });
  assert.deepEqual(frozenToo, { ...frozen as object, freezesNorms: true });
  assert.deepEqual(unfrozenToo, unfrozen);
  assert.deepEqual(paramsOf({ freezeNorms: false }), [frozen, unfrozen]);
});
