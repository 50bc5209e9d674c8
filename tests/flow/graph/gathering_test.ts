import assert from "node:assert/strict";
import * as leat from "leat";
import { checkGathering } from "../../../src/flow/graph/gathering.ts";
import { learnable } from "../../../src/flow/graph/learnable.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { table, untyped } from "../_pipelines.ts";

const gather = (samples: number) => ({
  batch: 2,
  callbacks: [leat.accumulateGradients(samples)],
});

/** Three batches of two items an epoch. */
const size = { groups: 3, steps: 3 };

Deno.test("accumulateGradients() may wait for all of a phase, and for no more", () => {
  checkGathering(leat.constant(2).behaviour, size);
  checkGathering(leat.constant(2, gather(12)).behaviour, size);
  assert.throws(
    () => checkGathering(leat.constant(2, gather(13)).behaviour, size),
    {
      name: "PipelineError",
      stage: "fit",
      item: "accumulateGradients",
      message:
        'Cannot gather the gradients of 13 items for a step: phase "training" has 12 in all, and would learn nothing',
      remedy: "Gather those of at most 12, or train for more epochs",
    },
  );
});

Deno.test("accumulateGradients() is asked of each phase", () => {
  const fit = leat.fineTune(5, gather(7));
  assert.throws(() => checkGathering(fit.behaviour, size), {
    message: /phase "frozen" has 6 in all/,
  });
});

Deno.test("learnable() says when gradients would be gathered for ever", () => {
  const fit = leat.constant(1, gather(32));
  const stages = ownStages(untyped({ spec: { ...table.spec, fit } }));
  const ids = ["a", "b", "c", "d", "e"];
  const front = {
    items: ids.map((id) => ({ id, item: null })),
    labels: ["x", "y", "x", "y", "x"],
    sets: { train: ids.slice(0, 4), valid: ids.slice(4), test: [] },
  };
  assert.throws(() => learnable(stages, front), {
    item: "accumulateGradients",
  });
});
