import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { extensionNote } from "../../../src/flow/graph/extension.ts";
import {
  NO_PAST,
  type Outlook,
  type Past,
} from "../../../src/flow/graph/outlook.ts";
import { reasonsFor } from "../../../src/flow/graph/reasons.ts";
import type { NodeTrace } from "../../../src/flow/graph/trace.ts";
import { table, untyped } from "../_pipelines.ts";
import { withStore } from "../_store.ts";
import { planned, run } from "./_runs.ts";

const node: Outlook = {
  name: "metrics/f1",
  kind: "metric",
  version: 1,
  params: { op: "f1", version: 1, params: { a: 1, b: 2, c: 3, d: 4, e: 5 } },
  inputs: { predictions: "p" },
  key: "key",
  outHash: null,
  seconds: null,
  fate: "run",
  reads: { predictions: "predictions" },
};
const then: NodeTrace = {
  ...node,
  key: "other key",
  outHash: "out",
  seconds: 1,
};

/** Why the node runs, after a run in which it was another. */
function reason(
  now: Partial<Outlook>,
  before: Partial<NodeTrace> | undefined,
  failed: Past["failed"] = [],
): string | undefined {
  const nodes = before === undefined ? [] : [{ ...then, ...before }];
  const past = { runs: [{ nodes }], failed };
  return reasonsFor([{ ...node, ...now }], past).get(node.name);
}

Deno.test("a node without a record has no other reason", () => {
  assert.equal(reason({}, undefined), "no record");
  assert.equal(reasonsFor([node], NO_PAST).get(node.name), "no record");
});

Deno.test("a node that is reused has no reason", () => {
  assert.equal(reason({ fate: "reuse" }, { version: 2 }), undefined);
});

Deno.test("a result that is gone was removed, or never kept", () => {
  assert.equal(reason({}, { key: "key" }), "result was removed (cache gc)");
  assert.equal(
    reason({}, { key: "key", outHash: null }),
    "its checkpoint was not kept",
  );
});

Deno.test("what failed last time says so, whatever else changed before", () => {
  assert.equal(reason({}, { key: "key" }, ["key"]), "previous run failed");
  assert.equal(reason({}, undefined, ["key"]), "previous run failed");
  assert.equal(reason({ version: 2 }, {}, ["k"]), "version 1 -> 2");
});

Deno.test("the nearest cause is told: the version, then params, then inputs", () => {
  const params = { op: "f1", version: 1, params: { a: 2 } };
  const inputs = { predictions: "q" };
  assert.equal(reason({ version: 2, params, inputs }, {}), "version 1 -> 2");
  assert.equal(
    reason({ inputs, params: { ...params, version: 2 } }, {}),
    "metrics.f1 f1 version 1 -> 2",
  );
  assert.equal(reason({ inputs }, {}), "input predictions changed");
  assert.equal(
    reason({ inputs: { predictions: null }, key: null }, {}),
    "input predictions runs",
  );
});

Deno.test("more than three changes are counted", () => {
  const params = {
    op: "f1",
    version: 1,
    params: { a: 0, b: 0, c: 0, d: 0, e: 0 },
  };
  assert.equal(
    reason({ params }, {}),
    "metrics.f1.a 1 -> 0, metrics.f1.b 2 -> 0, metrics.f1.c 3 -> 0 and 2 more",
  );
});

Deno.test("what comes from elsewhere than a record is told as it is", () => {
  assert.equal(reason({ because: "not here yet" }, {}), "not here yet");
});

const columns = (fit: unknown) => untyped({ spec: { ...table.spec, fit } });

/** The note and the reasons of epochs for one fit after another. */
async function extended(from: unknown, to: unknown) {
  let notes: readonly string[] = [];
  await withStore(async (store) => {
    const first = await run(store, columns(from));
    ({ notes } = await planned(store, columns(to), first));
  });
  return notes.map((note) => note.replace(/ \(.* s\)$/, " (a while)"));
}

Deno.test("more epochs at a constant rate are added, in a cycle all are trained anew", async () => {
  const { constant, oneCycle } = leat;
  assert.deepEqual(
    await extended(constant(1, { batch: 2 }), constant(2, { batch: 2 })),
    [
      "fit.epochs 1 -> 2: the finished run did the same so far, so 1 epoch is added to it (a while)",
    ],
  );
  assert.deepEqual(
    await extended(oneCycle(1, { batch: 2 }), oneCycle(3, { batch: 2 })),
    [
      "fit.epochs 1 -> 3: the learning rate of epoch 1 differs from the finished run, so the result needs a retrain from epoch 1 (a while)",
    ],
  );
  // Fewer, or something else that changes all: no word of epochs.
  assert.deepEqual(
    await extended(constant(2, { batch: 2 }), constant(1, { batch: 2 })),
    [],
  );
  assert.deepEqual(
    await extended(constant(1, { batch: 2 }), constant(2, { batch: 3 })),
    [],
  );
  assert.equal(extensionNote([node], NO_PAST, undefined), undefined);
});
