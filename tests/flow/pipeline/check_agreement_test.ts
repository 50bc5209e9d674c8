import assert from "node:assert/strict";
import * as leat from "leat";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { override } from "../../../src/flow/pipeline/override.ts";
import { pipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { photographs, untyped } from "../_pipelines.ts";

/** Photographs with other stages, as a file without types may write them. */
function made(stages: object) {
  const loose = pipeline as (spec: unknown) => unknown;
  return loose({ ...photographs.spec, ...stages });
}

const numbers = { label: () => 1, loss: leat.mse(), metrics: [leat.rmse()] };
const bounded = { yRange: [0, 5], weights: "./w.safetensors" } as const;

for (
  const architecture of [
    leat.resnet(bounded),
    leat.resnet18(bounded),
    leat.cifarResnet({ ...bounded, depth: 20 }),
    leat.layersModel("./model.json", { cut: "conv", yRange: [0, 5] }),
  ]
) {
  const { op } = architecture;
  Deno.test(`pipeline() keeps outputs of ${op}() in a range for numbers alone`, () => {
    made({ ...numbers, architecture });
    for (
      const loss of [leat.crossEntropy(), leat.binaryCrossEntropy()] as const
    ) {
      assert.throws(() => made({ architecture, loss, metrics: [] }), {
        name: "PipelineError",
        stage: "architecture",
        item: "yRange",
        message:
          `Cannot keep the outputs of ${op}() between 0 and 5: ${loss.op}() scores classes, and yRange is for a number to predict`,
        remedy: "Leave out yRange, or label with a number and use mse()",
      });
    }
  });
}

Deno.test("describe() refuses a range that a setting gives to classes", () => {
  const stages = override(ownStages(untyped(photographs)), {
    path: "architecture.yRange",
    value: [0, 1],
  });
  assert.throws(() => describe(stages), { item: "yRange" });
});

Deno.test("pipeline() refuses to fine-tune what starts from random weights", () => {
  assert.throws(() => made({ architecture: leat.resnet() }), {
    name: "PipelineError",
    stage: "fit",
    item: "fineTune",
    message:
      "Cannot fit resnet() with fineTune(): it starts from random weights",
    remedy: "Give the architecture weights, or fit with oneCycle()",
  });
  made({ architecture: leat.resnet(), fit: leat.oneCycle(1) });
});

Deno.test("pipeline() refuses rates for other groups than the network has", () => {
  const rates = (...learningRate: number[]) =>
    made({ fit: leat.oneCycle(1, { learningRate }) });
  rates(1e-5, 1e-4, 1e-3);
  assert.throws(() => rates(1e-4, 1e-3), {
    name: "PipelineError",
    message:
      "Cannot set 2 learning rates: the architecture has 3 parameter groups",
    remedy: "Give 3 rates, or slice(first, last) for any number",
  });
});

Deno.test("pipeline() refuses more epochs than can be planned", () => {
  for (const fit of [leat.constant(1e9), leat.sgdr(30), leat.sgdr(3000)]) {
    assert.throws(() => made({ fit }), {
      name: "PipelineError",
      stage: "fit",
      message:
        /^Cannot train "training": it has \w+ epochs(, and 100000 are the most)?$/,
    });
  }
});
