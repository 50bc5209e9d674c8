import assert from "node:assert/strict";
import type { Facts } from "../../../src/app/export/facts.ts";
import { safetensorsGuide } from "../../../src/app/export/guide/safetensors.ts";
import type { StoredModel } from "../../../src/engine/model/read_model.ts";

const facts: Facts = {
  by: "leat",
  format: 1,
  pipeline: "pets",
  model: "0123456789abcdef",
  kind: "category",
  classes: ["cat", "dog"],
  inputs: [{ name: "pixels", dtype: "uint8", shape: [null, 8, 8, 3] }],
  output: { name: "probabilities", shape: [null, 2], means: "probabilities" },
  image: { size: 8, method: "crop", filter: "bilinear, antialiased" },
};

/** What the guide says of weights of an architecture. */
function guideTo(op: string): string {
  const model = {
    description: { architecture: { op } },
    weights: new Map(),
  } as unknown as StoredModel;
  return safetensorsGuide(facts, model).replaceAll(/\s+/g, " ");
}

Deno.test("the guide to weights says in which layout the body of a layers model is", () => {
  const guide = guideTo("layersModel");
  assert.match(guide, /body are as the layers model has them/);
  assert.match(guide, /depthwise ones `\[height, width, in, multiplier\]`/);
  assert.doesNotMatch(guide, /\[out, in, height, width\]/);
  for (const op of ["resnet", "resnet18"]) {
    assert.match(guideTo(op), /convolutions `\[out, in, height, width\]`/);
  }
});
