import assert from "node:assert/strict";
import type { Facts } from "../../../src/app/export/facts.ts";
import { onnxGuide } from "../../../src/app/export/guide/onnx.ts";
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

Deno.test("a guide says how a JPEG is decoded where all pixels are not, and asks Pillow for it", () => {
  const { image } = facts;
  assert.ok(image);
  const guides = (["crop", "squish", "pad"] as const).map((method) =>
    onnxGuide({
      ...facts,
      image: { ...image, size: 30, method, reducingGap: 1.55 },
    })
  );
  for (const guide of guides) {
    assert.match(guide, /leaves at least 1\.55 of its pixels/);
  }
  const drafts = guides.map((guide) =>
    /image = Image\.open\(path\)\n {4}(.*)\n {4}image = ImageOps/.exec(guide)
      ?.[1]
  );
  const sides = "[max(1, 46 * side // max(image.size)) for side in image.size]";
  assert.deepEqual(drafts, [
    "image.draft(None, (46, 46))",
    "image.draft(None, (46, 46))",
    `image.draft(None, ${sides})`,
  ]);
  const plain = onnxGuide(facts);
  assert.doesNotMatch(plain, /draft|1\/2/);
});

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
