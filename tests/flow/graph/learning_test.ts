import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import type { Front } from "../../../src/flow/graph/front.ts";
import { dataGraph, learnGraph } from "../../../src/flow/graph/learning.ts";
import { type Besides, describe } from "../../../src/flow/pipeline/describe.ts";
import type { AnyPipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { photographs, table, untyped } from "../_pipelines.ts";
import { withStore } from "../_store.ts";
import { frontOf, run } from "./_runs.ts";

async function graphOf(
  pipeline: AnyPipeline,
  change: (front: Front) => Front = (front) => front,
) {
  const stages = ownStages(pipeline);
  const description = describe(stages);
  const front = change(await frontOf(pipeline));
  const data = dataGraph(description, front);
  return learnGraph(description, stages, front, data, { numerics: "any" });
}

/** The same with every label changed. */
const relabelled = (change: (label: unknown) => string) => (front: Front) => ({
  ...front,
  labels: front.labels.map(change),
});

const rows = untyped(table);

// A change here makes cached results useless: if it is meant, raise a version.
Deno.test("the keys of a pipeline of rows are what they were", () =>
  withStore(async (store) => {
    const { keys } = await run(store, rows, { numerics: "any" });
    assert.deepEqual(keys, {
      statistics: "1d9677f02d",
      input: "0c42dcbd53",
      "fit/training/1": "4e4854e5b0",
      "fit/training/2": "ca63fe5c87",
      predictions: "5d4fd40251",
      "metrics/error_rate": "add1bba333",
      model: "372a91ec32",
    });
  }));

Deno.test("the keys of a pipeline of images are what they were", () =>
  withStore(async (store) => {
    const { keys } = await run(store, untyped(photographs), {
      weights: "1".repeat(64),
      numerics: "any",
    });
    assert.deepEqual(keys, {
      statistics: "937b5cdd93",
      input: "84662b85d2",
      "fit/frozen/1": "99a8eaa88a",
      "fit/unfrozen/1": "2101465fa4",
      predictions: "0a91672dc5",
      "metrics/error_rate": "31372400ad",
      model: "1a54ad5627",
    });
  }));

Deno.test("a graph has a node for each epoch and each metric", async () => {
  const { epochs, metrics, programs, vocabulary } = await graphOf(
    untyped({
      spec: {
        ...table.spec,
        metrics: [leat.errorRate(), leat.f1({ average: "macro" })],
      },
    }),
  );
  assert.deepEqual(epochs.map(({ name }) => name), [
    "fit/training/1",
    "fit/training/2",
  ]);
  assert.equal(programs.length, 2);
  assert.deepEqual([...metrics.keys()], ["error_rate", "f1"]);
  assert.deepEqual(
    [...metrics.values()].map(({ name }) => name),
    ["metrics/error_rate", "metrics/f1"],
  );
  assert.deepEqual(vocabulary, { kind: "category", classes: ["few", "many"] });
});

Deno.test("predictions hold what classes are called, whatever the checkpoint", async () => {
  const before = await graphOf(rows);
  const after = await graphOf(
    rows,
    relabelled((label) => label === "few" ? "a" : "b"),
  );
  assert.deepEqual(after.epochs, before.epochs);
  assert.notDeepEqual(after.predictions.params, before.predictions.params);
});

Deno.test("predictions hold the baseline, whatever the checkpoint", async () => {
  const train = (front: Front) => front.sets.train[0];
  const flip = (front: Front): Front => ({
    ...front,
    labels: front.labels.map((label, at) =>
      front.items[at]?.id !== train(front)
        ? label
        : label === "few"
        ? "many"
        : "few"
    ),
  });
  // An item that no batch took has a label too.
  const before = await graphOf(rows);
  const after = await graphOf(rows, flip);
  assert.notDeepEqual(
    after.predictions.inputs["train"],
    before.predictions.inputs["train"],
  );
});

Deno.test("predictions are those of an architecture, whatever the checkpoint", async () => {
  const before = await graphOf(rows);
  const architecture = { ...table.spec.architecture, version: 2 };
  const after = await graphOf(
    untyped({ spec: { ...table.spec, architecture } }),
  );
  assert.notDeepEqual(after.predictions.params, before.predictions.params);
});

Deno.test("labels of the test set are not looked at", async () => {
  const apart = (label: string) => (front: Front): Front => {
    const [moved = "", ...train] = front.sets.train;
    return {
      ...front,
      labels: front.labels.map((each, at) =>
        front.items[at]?.id === moved ? label : each
      ),
      sets: { ...front.sets, train, test: [moved] },
    };
  };
  assert.deepEqual(
    await graphOf(rows, apart("few")),
    await graphOf(rows, apart("never seen in training")),
  );
});

Deno.test("a label that validates and was not trained on is an error", async () => {
  const front = (front: Front): Front => ({
    ...front,
    labels: front.labels.map((each, at) =>
      front.items[at]?.id === front.sets.valid[0] ? "some" : each
    ),
  });
  await assert.rejects(graphOf(rows, front), {
    name: "PipelineError",
    message: /^Cannot score "row \d": no training item is labelled "some"$/,
  });
});

Deno.test("what is claimed and what knobs are is in no key", async () => {
  const stages = ownStages(rows);
  const front = await frontOf(rows);
  const modelOf = (besides: Besides) => {
    const description = describe(stages, besides);
    const data = dataGraph(description, front);
    return learnGraph(description, stages, front, data, { numerics: "any" });
  };
  const claim = { metric: "error_rate", relation: "below", bound: 1 } as const;
  const besides = { expect: [claim], knobs: { size: 3 } };
  assert.deepEqual(modelOf(besides), modelOf({}));
});
