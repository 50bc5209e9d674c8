import assert from "node:assert/strict";
import { z } from "zod";
import * as leat from "../../../mod.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { pipelineDescription } from "../../../src/flow/pipeline/description.ts";
import {
  isBuiltIn,
  ownStages,
  type PipelineStages,
  registryName,
  stageList,
  stagesOf,
} from "../../../src/flow/pipeline/stages.ts";
import type { Stage } from "../../../src/flow/stage/stage.ts";
import { registry } from "../../../src/stages/registry.ts";
import { photographs, SHAPES, untyped } from "../_pipelines.ts";

const base = ownStages(untyped(photographs));

/** The stages of a pipeline with one in place of its own. */
function withStage(stage: Stage): PipelineStages {
  const { role } = stage;
  const listed = role === "transforms" || role === "metrics";
  // A range is for a number; other stages do not look at the loss.
  const { loss } = ownStages(untyped({
    spec: { ...photographs.spec, loss: leat.mse() },
  }));
  const { yRange } = stage.params;
  const target = yRange === undefined ? {} : { loss };
  return { ...base, ...target, [role]: listed ? [stage] : stage };
}

const shares = { valid: 0.2, seed: 1 };
const day = z.object({ day: z.string(), rain: z.number().nullable() });

const builtIn: readonly Stage[] = [
  leat.images("./photographs"),
  leat.images(SHAPES),
  leat.rows([{ a: 1, b: "x", c: null }], { id: "b" }),
  leat.table("days.csv", day, { id: "day" }),
  leat.table("days.csv", day, { file: "more.csv" }),
  leat.random(shares),
  leat.kFold({ folds: 5, fold: 1, seed: 42 }),
  leat.after("day", "2015-01-01"),
  leat.after("day", "2015-01-01", { test: "2016-01-01" }),
  leat.folders({ test: "test" }),
  leat.byGroup("driver", shares),
  leat.byGroup(() => 1, shares),
  leat.image({ size: 64 }),
  leat.image({ size: 64, reducingGap: 2 }),
  leat.features({ continuous: ["a"], categorical: ["b"] }),
  leat.flip(),
  leat.rotate(),
  leat.zoom(),
  leat.brightness(),
  leat.contrast(),
  leat.normalize(),
  leat.warp(),
  leat.augment(),
  leat.augment({ size: 32, minScale: 0.75 }),
  leat.randomResizedCrop({ size: 32 }),
  leat.mixup(),
  leat.cutmix({ alpha: 0.5 }),
  leat.randomErasing({ maxCount: 2 }),
  leat.testTimeAugmentation(),
  leat.testTimeAugmentation({ combine: "max" }),
  leat.resnet18(),
  leat.resnet34({ weights: leat.imagenet }),
  leat.resnet50({ hidden: [64, 32] }),
  leat.resnet101({ dropout: 0.3 }),
  leat.resnet152({ hidden: 64, yRange: [0, 5] }),
  leat.resnet({ channels: [4], blocks: [2] }),
  leat.resnet18({ weights: leat.torchvision("resnet18") }),
  leat.resnet({ weights: leat.huggingFace("me/narrow") }),
  leat.cifarResnet({ depth: 20, weights: leat.safetensors("./w") }),
  leat.mlp(),
  leat.layersModel("./model.json", { cut: "conv" }),
  leat.crossEntropy(),
  leat.crossEntropy({ labelSmoothing: 0.1 }),
  leat.mse(),
  leat.binaryCrossEntropy(),
  leat.binaryCrossEntropy({ labelSmoothing: 0.1 }),
  leat.errorRate(),
  leat.accuracy(),
  leat.rmse(),
  leat.f1({ average: "macro" }),
  leat.f1({ average: "binary", positive: true }),
  leat.constant(1),
  leat.oneCycle(1),
  leat.fineTune(1),
  leat.flatCos(1, { learningRate: leat.slice(1e-5, 1e-3) }),
  leat.sgdr(2, { optimizer: leat.sgd(), learningRate: [1e-5, 1e-4, 1e-3] }),
];

Deno.test("every built-in stage comes back from its description, as text", () => {
  for (const stage of builtIn) {
    const name = registryName(stage.role, stage.op);
    const described = describe(withStage(stage));
    const text = JSON.stringify(described);
    const read = pipelineDescription.parse(JSON.parse(text));
    assert.ok(isBuiltIn(read, registry), name);
    assert.deepEqual(describe(stagesOf(read, registry)), described, name);
  }
  const shown = new Set(builtIn.map(({ role, op }) => registryName(role, op)));
  assert.deepEqual([...registry.keys()].sort(), [...shown].sort());
});

Deno.test("stages are called by the names that mod.ts exports", () => {
  const exported = new Set(Object.keys(leat));
  for (const { op } of registry.values()) assert.ok(exported.has(op), op);
});

Deno.test("stagesOf() says which stage is not known", () => {
  const description = describe(base);
  const unknown = {
    ...description,
    metrics: [{ op: "flip", version: 1, params: {} }],
  };
  assert.ok(!isBuiltIn(unknown, registry));
  assert.throws(() => stagesOf(unknown, registry), {
    name: "PipelineError",
    message: 'Cannot find metrics "flip": no such stage',
    stage: "metrics",
  });
});

Deno.test("stagesOf() takes no other version for the one that is described", () => {
  const description = describe(base);
  const newer = {
    ...description,
    transforms: [{ ...description.transforms[1]!, version: 99 }],
  };
  assert.ok(!isBuiltIn(newer, registry));
  assert.throws(() => stagesOf(newer, registry), {
    name: "PipelineError",
    message:
      'Cannot use version 99 of transforms "rotate": here is version 2, which may give other results',
    remedy: "Use the version of Leat that wrote it, or train again",
  });
});

Deno.test("stagesOf() checks params that another process sent", () => {
  const description = describe(base);
  const wrong = {
    ...description,
    fit: { ...description.fit, params: { epochs: -1 } },
  };
  assert.throws(() => stagesOf(wrong, registry), {
    name: "PipelineError",
    message: /^Cannot make fit "fineTune": epochs: Too small/,
  });
});

Deno.test("stageList() names the stages in the order of the flow", () => {
  const list = stageList(describe(base)).map(([role, { op }]) =>
    registryName(role, op)
  );
  assert.deepEqual(list, [
    "source/images",
    "split/random",
    "input/image",
    "transforms/flip",
    "transforms/rotate",
    "architecture/resnet",
    "loss/crossEntropy",
    "metrics/errorRate",
    "fit/fineTune",
  ]);
});

Deno.test("ownStages() gives the very stages that the pipeline holds", () => {
  const { label: _function, ...stages } = photographs.spec;
  assert.deepEqual(Object.keys(base).sort(), Object.keys(stages).sort());
  assert.equal(base.fit, stages.fit);
  assert.equal(base.transforms[0], stages.transforms?.[0]);
});
