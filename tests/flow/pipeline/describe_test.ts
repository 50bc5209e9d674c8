import assert from "node:assert/strict";
import { z } from "zod";
import * as leat from "../../../mod.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import {
  pipelineDescription,
  stagesAlone,
} from "../../../src/flow/pipeline/description.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { photographs, table, untyped } from "../_pipelines.ts";

const describePipeline = (pipeline: unknown) =>
  describe(ownStages(untyped(pipeline)));

Deno.test("describe() gives plain data with every default filled in", () => {
  const random = { valid: 0.25, test: 0, seed: 42, stratify: true };
  const fineTune = {
    epochs: 1,
    baseLearningRate: 0.002,
    freezeEpochs: 1,
    learningRateMultiplier: 100,
    warmup: 0.3,
    division: 5,
    batch: 2,
    seed: 42,
    weightDecay: 0.01,
  };
  const description = describePipeline(photographs);
  assert.deepEqual(description, {
    format: 1,
    source: { op: "images", version: 1, params: { from: "./photographs" } },
    split: { op: "random", version: 1, params: random },
    input: { op: "image", version: 2, params: { size: 8, method: "crop" } },
    transforms: [
      { op: "flip", version: 1, params: { probability: 0.5 } },
      { op: "rotate", version: 2, params: { degrees: 10, probability: 0.75 } },
    ],
    architecture: {
      op: "resnet",
      version: 1,
      params: {
        channels: [16, 32, 64, 128],
        blocks: [1, 1, 1, 1],
        hidden: 128,
        weights: "./weights.safetensors",
      },
    },
    loss: { op: "crossEntropy", version: 1, params: {} },
    metrics: [{ op: "errorRate", version: 1, params: {} }],
    fit: { op: "fineTune", version: 1, params: fineTune },
  });
  assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
  assert.deepEqual(pipelineDescription.parse(description), description);
});

Deno.test("describe() gives lists that are empty where none were given", () => {
  const { metrics: _metrics, ...least } = table.spec;
  const description = describePipeline({ spec: least });
  assert.deepEqual([description.transforms, description.metrics], [[], []]);
});

Deno.test("describe() copies: to change a description changes no stage", () => {
  const description = describePipeline(table);
  description.fit.params["epochs"] = 99;
  assert.equal(table.spec.fit.params["epochs"], 2);
});

Deno.test("describe() refuses params that JSON would change or lose", () => {
  const anyStage = leat.defineStage("loss", {
    op: "odd",
    version: 1,
    params: z.looseObject({}),
    behave: () => table.spec.loss.behaviour,
  });
  const refusals: readonly (readonly [unknown, string])[] = [
    [NaN, 'its param "by" is NaN'],
    [Infinity, 'its param "by" is Infinity'],
    [() => 1, 'its param "by" is a function'],
    [1n, 'its param "by" is a bigint'],
    [new Date(0), 'its param "by" is a Date, not a plain object'],
    [
      { deep: [new Map()] },
      'its param "by.deep[0]" is a Map, not a plain object',
    ],
  ];
  for (const [by, why] of refusals) {
    const spec = { ...table.spec, loss: anyStage({ by }) };
    assert.throws(() => describePipeline({ spec }), {
      name: "PipelineError",
      message: `Cannot describe loss "odd": ${why}`,
      stage: "loss",
    });
  }
});

Deno.test("describe() leaves out a param that is undefined, and writes -0 as 0", () => {
  const anyStage = leat.defineStage("loss", {
    op: "odd",
    version: 3,
    params: z.looseObject({}),
    behave: () => table.spec.loss.behaviour,
  });
  const spec = { ...table.spec, loss: anyStage({ a: undefined, b: -0 }) };
  assert.deepEqual(describePipeline({ spec }).loss, {
    op: "odd",
    version: 3,
    params: { b: 0 },
  });
});

Deno.test("describe() adds claims and knobs where there are any", () => {
  const stages = ownStages(untyped(table));
  const plain = describe(stages);
  assert.deepEqual(describe(stages, { expect: [], knobs: {} }), plain);
  const besides = {
    expect: [{ metric: "error_rate", relation: "below", bound: 0.1 }] as const,
    knobs: { size: 64, order: ["a", null], width: { min: 1 } },
  };
  const described = describe(stages, {
    ...besides,
    expect: [...besides.expect],
  });
  assert.deepEqual(described, { ...plain, ...besides });
  assert.deepEqual(pipelineDescription.parse(described), described);
  assert.deepEqual(stagesAlone(described), plain);
});
