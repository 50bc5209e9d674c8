import assert from "node:assert/strict";
import type {
  TracedLayer,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import { checkNorms } from "../../../src/engine/train/norms.ts";

/** A network of one layer that normalizes, and what is around it. */
function network(
  layer: TracedLayer,
  variable = `${layer.name}.running_mean`,
) {
  const statistic: VariableSpec = {
    name: variable,
    shape: [4],
    role: "statistic",
    group: 0,
    init: () => new Float32Array(4),
  };
  return {
    layers: [{ name: "fc", shape: [4] }, layer, { name: "out", shape: [2] }],
    variables: [statistic],
  };
}

Deno.test("checkNorms() refuses a batch of one where a channel has one value", () => {
  for (const shape of [[4], [1, 1, 4]]) {
    assert.throws(() => checkNorms(network({ name: "head.2", shape }), 1), {
      name: "PipelineError",
      stage: "fit",
      item: "batch",
      message:
        "Cannot train with a batch of 1: head.2 normalizes each channel over the batch, and would find one value",
      remedy: "Set fit.batch to at least 2",
    });
  }
  const keras = network({ name: "bn", shape: [4] }, "bn/moving_mean");
  assert.throws(() => checkNorms(keras, 1), { item: "batch" });
});

Deno.test("checkNorms() lets pass what has more values to normalize", () => {
  checkNorms(network({ name: "head.2", shape: [4] }), 2);
  checkNorms(network({ name: "bn1", shape: [1, 2, 4] }), 1);
});

Deno.test("checkNorms() does not take the norm within a block for the block's own", () => {
  const block = { name: "layer1.0", shape: [4] };
  checkNorms(network(block, "layer1.0.bn1.running_mean"), 1);
  checkNorms(network({ name: "bn", shape: [4] }, "bn1.running_mean"), 1);
});
