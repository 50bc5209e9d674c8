import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import type { Front } from "../../../src/flow/graph/front.ts";
import { dataGraph, learnGraph } from "../../../src/flow/graph/learning.ts";
import { testGraph, testSetHash } from "../../../src/flow/graph/test_set.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { photographs, table, untyped } from "../_pipelines.ts";
import { frontOf } from "./_runs.ts";

const sealed = untyped(leat.pipeline({
  ...table.spec,
  split: leat.random({ valid: 0.25, test: 0.25, seed: 42, stratify: true }),
}));

const frontOfSealed = await frontOf(sealed);

/** The front with the labels of some set changed. */
function relabelled(set: "train" | "test", label: string): Front {
  const ids: readonly string[] = frontOfSealed.sets[set];
  return {
    ...frontOfSealed,
    labels: frontOfSealed.labels.map((each, at) =>
      ids.includes(frontOfSealed.items[at]?.id ?? "") ? label : each
    ),
  };
}

function graphsOf(front: Front, pipeline = sealed) {
  const stages = ownStages(pipeline);
  const description = describe(stages);
  const graph = learnGraph(
    description,
    stages,
    front,
    dataGraph(description, front),
    { numerics: "any" },
  );
  return { graph, test: () => testGraph(front, graph) };
}

Deno.test("testGraph() asks the same network about other items", () => {
  const { graph, test } = graphsOf(frontOfSealed);
  const { predictions, augmented, metrics } = test();
  assert.equal(predictions.name, "predictions/test");
  assert.equal(augmented, undefined);
  assert.deepEqual(predictions.params, graph.predictions.params);
  assert.deepEqual(Object.keys(predictions.inputs).sort(), [
    "checkpoint",
    "input",
    "test",
    "train",
  ]);
  assert.deepEqual([...metrics.keys()], [...graph.metrics.keys()]);
  const metric = metrics.get("error_rate");
  assert.equal(metric?.name, "metrics/test/error_rate");
  assert.equal(metric?.inputs["predictions"], predictions);
});

Deno.test("testGraph() judges over several views where the pipeline does", async () => {
  const views = untyped(leat.pipeline({
    ...photographs.spec,
    transforms: [leat.flip(), leat.testTimeAugmentation()],
    split: leat.random({ valid: 0.25, test: 0.25, seed: 42, stratify: true }),
  }));
  const { predictions, augmented, metrics } = graphsOf(
    await frontOf(views),
    views,
  ).test();
  assert.equal(augmented?.name, "predictions/test/tta");
  assert.equal(
    metrics.get("error_rate_tta")?.inputs["predictions"],
    augmented,
  );
  assert.equal(metrics.get("error_rate")?.inputs["predictions"], predictions);
});

Deno.test("no node that trains or judges knows the labels of the test set", () => {
  const text = (front: Front) => JSON.stringify(graphsOf(front).graph);
  assert.equal(
    text(relabelled("test", "never seen")),
    text(frontOfSealed),
  );
  assert.throws(graphsOf(relabelled("test", "never seen")).test, {
    name: "PipelineError",
    message: /never seen/,
  });
});

Deno.test("testSetHash() is that of the items and their labels, in whatever order", () => {
  const hash = testSetHash(frontOfSealed);
  const { sets } = frontOfSealed;
  assert.equal(
    testSetHash({
      ...frontOfSealed,
      sets: { ...sets, train: [], test: sets.test.toReversed() },
    }),
    hash,
  );
  assert.equal(testSetHash(relabelled("train", "few")), hash);
  assert.notEqual(testSetHash(relabelled("test", "other")), hash);
  assert.notEqual(
    testSetHash({ ...frontOfSealed, sets: { ...sets, test: sets.valid } }),
    hash,
  );
});
