import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { dataGraph, learnGraph } from "../../../src/flow/graph/learning.ts";
import type { nodeKey } from "../../../src/flow/graph/node.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { table, untyped } from "../_pipelines.ts";
import { frontOf } from "./_runs.ts";

/** What the keys of all epochs start from. */
async function startOf(
  options: leat.ConstantOptions,
): Promise<Parameters<typeof nodeKey>[0]["params"]> {
  const pipeline = untyped({
    spec: { ...table.spec, fit: leat.constant(2, { batch: 2, ...options }) },
  });
  const stages = ownStages(pipeline);
  const description = describe(stages);
  const front = await frontOf(pipeline);
  const data = dataGraph(description, front);
  const { epochs } = learnGraph(description, stages, front, data, {
    numerics: "any",
  });
  return epochs[0]?.after?.params ?? null;
}

Deno.test("to name the default optimizer trains nothing anew", async () => {
  const { adamW } = leat;
  const before = await startOf({});
  assert.deepEqual(await startOf({ optimizer: adamW() }), before);
  // The momentum of each step is in the epochs' own keys.
  assert.deepEqual(await startOf({ optimizer: adamW({ beta1: 0.5 }) }), before);
});

Deno.test("mixed precision trains anew, and to name the default does not", async () => {
  const before = await startOf({});
  assert.deepEqual(await startOf({ precision: "full" }), before);
  assert.deepEqual(await startOf({ precision: "mixed" }), {
    ...before as Record<string, unknown>,
    precision: "mixed",
  });
});

Deno.test("another optimizer trains anew", async () => {
  const { adamW, sgd } = leat;
  const starts = [
    await startOf({}),
    await startOf({ optimizer: sgd() }),
    await startOf({ optimizer: adamW({ beta2: 0.999 }) }),
    await startOf({ optimizer: adamW({ epsilon: 1e-8 }) }),
  ];
  assert.equal(new Set(starts.map((each) => JSON.stringify(each))).size, 4);
});
