import assert from "node:assert/strict";
import type { Front } from "../../../src/flow/graph/front.ts";
import { learnable } from "../../../src/flow/graph/learnable.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { table, untyped } from "../_pipelines.ts";

const stages = ownStages(untyped(table));

/** Items by label; of six, four train. */
const front = (labels: Front["labels"]): Front => {
  const ids = labels.map((_, at) => `item ${at}`);
  return {
    items: ids.map((id) => ({ id, item: null })),
    labels,
    sets: { train: ids.slice(0, 4), valid: ids.slice(4), test: [] },
  };
};

const six = front(["a", "b", "a", "b", "a", "b"]);

Deno.test("learnable() tells the classes and the whole batches of an epoch", () => {
  assert.deepEqual(learnable(stages, six), {
    vocabulary: { kind: "category", classes: ["a", "b"] },
    steps: 2,
  });
  const train = six.sets.train.slice(0, 3);
  const odd = { ...six, sets: { ...six.sets, train } };
  assert.equal(learnable(stages, odd).steps, 1);
});

Deno.test("learnable() does not look at the labels of other sets", () => {
  const other = front(["a", "b", "a", "b", 1, ["x"]]);
  assert.deepEqual(learnable(stages, other), learnable(stages, six));
});

Deno.test("learnable() says when sets are too small", () => {
  const withSets = (sets: Partial<Front["sets"]>): Front => ({
    ...six,
    sets: { ...six.sets, ...sets },
  });
  assert.throws(() => learnable(stages, withSets({ train: ["item 0"] })), {
    name: "PipelineError",
    message: "Cannot fill a batch of 2: the training set has 1 items",
    remedy: "Add items to the training set",
  });
  assert.throws(() => learnable(stages, withSets({ valid: [] })), {
    name: "PipelineError",
    message: "Cannot judge what is learned: the validation set has no items",
  });
  assert.throws(() => learnable(stages, withSets({ test: ["item 0"] })), {
    message: 'Cannot put "item 0" into both "train" and "test"',
  });
});

Deno.test("learnable() says when no step can be made of a batch", () => {
  for (const batch of [0, -1, NaN, Infinity]) {
    const { fit } = stages;
    const odd = { ...fit, behaviour: { ...fit.behaviour, batch } };
    assert.throws(() => learnable({ ...stages, fit: odd }, six), {
      name: "PipelineError",
      message: `Cannot fill a batch of ${batch}: the training set has 4 items`,
    });
  }
});
