import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { along } from "../../../src/flow/graph/along.ts";
import { courseOf } from "../../../src/flow/graph/course.ts";
import { dataGraph, learnGraph } from "../../../src/flow/graph/learning.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { photographs, untyped } from "../_pipelines.ts";
import { chainTo, rowOf, watch } from "./_courses.ts";
import { frontOf } from "./_runs.ts";

/** The checkpoint that a node is made of, at any distance. */
function checkpointOf(node: Computed): unknown {
  const { checkpoint, predictions } = node.inputs;
  if (checkpoint) return checkpoint;
  return predictions && !("given" in predictions)
    ? checkpointOf(predictions)
    : undefined;
}

Deno.test("along() judges by the epoch that was kept, over several views too", async () => {
  const pipeline = untyped({
    spec: {
      ...photographs.spec,
      transforms: [leat.flip(), leat.testTimeAugmentation()],
      fit: leat.fineTune(3, { batch: 2 }),
    },
  });
  const stages = ownStages(pipeline);
  const description = describe(stages);
  const front = await frontOf(pipeline);
  const data = dataGraph(description, front);
  const planned = learnGraph(description, stages, front, data, {
    numerics: "any",
  });
  const course = await courseOf(
    planned.epochs,
    [watch(leat.keepBest())],
    ({ table }) =>
      // The first epoch of each phase is its best.
      Promise.resolve(
        chainTo(table.after).map((epoch) => rowOf(epoch, epoch.program.epoch)),
      ),
  );
  assert.equal(course.checkpoint.name, "fit/unfrozen/1");
  const graph = along(planned, course);
  assert.ok(graph.augmented);
  const judging = [
    graph.predictions,
    graph.augmented,
    ...graph.metrics.values(),
    graph.model,
  ];
  for (const node of judging) {
    assert.equal(checkpointOf(node), course.checkpoint, node.name);
  }
  const of = (name: string) => graph.metrics.get(name)?.inputs["predictions"];
  assert.equal(of("error_rate"), graph.predictions);
  assert.ok(
    [...graph.metrics.values()].some(({ inputs }) =>
      inputs["predictions"] === graph.augmented
    ),
  );
});
