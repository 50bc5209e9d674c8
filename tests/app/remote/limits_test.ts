import assert from "node:assert/strict";
import { checkLimits } from "../../../src/app/remote/limits.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import type { PipelineDescription } from "../../../src/flow/pipeline/description.ts";
import type { AnyPipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import doodles from "../../../pipelines/doodles.ts";
import pets, { full } from "../../../pipelines/pets.ts";
import weather from "../../../pipelines/weather.ts";
import xor from "../../../pipelines/xor.ts";

const described = (pipeline: unknown) =>
  describe(ownStages(pipeline as AnyPipeline));
const base = described(xor);
const check = (parts: Partial<PipelineDescription>) =>
  checkLimits("https://host.example/p.ts", { ...base, ...parts });
const stage = (op: string, params: object) =>
  ({ op, version: 1, params }) as PipelineDescription["fit"];

Deno.test("checkLimits() lets every pipeline of Leat through", () => {
  for (const each of [xor, weather, pets, full, doodles]) {
    checkLimits("https://host.example/p.ts", described(each));
  }
});

Deno.test("checkLimits() names what is too much, at once", () => {
  const flip = { op: "flip", version: 1, params: { probability: 0.5 } };
  const cases: readonly (readonly [Partial<PipelineDescription>, RegExp])[] = [
    [
      { fit: stage("constant", { ...base.fit.params, epochs: 1e9 }) },
      /fit\.epochs of 1000000000/,
    ],
    [{ fit: stage("mine", { deep: [{ epochs: 1e9 }] }) }, /deep\.0\.epochs/],
    [
      {
        fit: stage("sgdr", {
          cycles: 30,
          cycleLength: 1,
          cycleMultiplier: 2,
          learningRate: 0.1,
          batch: 16,
          seed: 42,
        }),
      },
      /1073741823 epochs in all/,
    ],
    [{ input: stage("image", { size: 4096 }) }, /input\.size of 4096/],
    [
      { architecture: stage("mlp", { hidden: [100_000, 100_000] }) },
      /about 10000100000 weights/,
    ],
    [
      { architecture: stage("resnet", { channels: [4096], blocks: [4096] }) },
      /about \d+ weights/,
    ],
    [{ transforms: Array(100).fill(flip) }, /100 transforms/],
    [{ metrics: Array(33).fill(base.metrics[0]) }, /33 metrics/],
    [
      { source: stage("images", { from: { count: 1e9 } }) },
      /source\.from\.count of 1000000000/,
    ],
    [
      { source: stage("rows", { rows: ["x".repeat(2 ** 20)] }) },
      /a description of \d+ characters/,
    ],
  ];
  for (const [parts, message] of cases) {
    assert.throws(() => check(parts), message);
  }
});

Deno.test("checkLimits() refuses names that every object has, and keeps objects as they are", () => {
  const hostile = JSON.parse('{"a": {"__proto__": {"polluted": 1}}}');
  assert.throws(
    () => check({ loss: stage("crossEntropy", hostile) }),
    /"pipeline\.loss\.params\.a\.__proto__" is no name for a param/,
  );
  for (const name of ["constructor", "prototype"]) {
    assert.throws(
      () => check({ loss: stage("crossEntropy", { [name]: 1 }) }),
      /is no name for a param/,
    );
  }
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});
