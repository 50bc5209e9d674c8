import assert from "node:assert/strict";
import {
  cifarResnet,
  huggingFace,
  imagenet,
  resnet,
  resnet34,
  resnet50,
  safetensors,
  torchvision,
} from "../../../../mod.ts";
import { resnet34Stage } from "../../../../src/stages/architecture/resnet34.ts";
import { cifarResnetStage } from "../../../../src/stages/architecture/cifar_resnet.ts";

const sha256 = "0123456789abcdef".repeat(4);
const url = "https://huggingface.co/timm/resnet34";

Deno.test("torchvision() is where timm keeps torchvision's tensors as safetensors", () => {
  const { params, behaviour } = resnet34({ weights: torchvision("resnet34") });
  assert.deepEqual(params, {
    weights: { op: "torchvision", name: "resnet34" },
  });
  assert.deepEqual(behaviour.weights, {
    at: `${url}.tv_in1k/resolve/main/model.safetensors`,
    format: "safetensors",
    known: true,
  });
  assert.deepEqual(
    resnet34({ weights: imagenet }).behaviour.weights,
    behaviour.weights,
  );
});

Deno.test("huggingFace() has the expected defaults", () => {
  assert.deepEqual(huggingFace("timm/resnet34.a1_in1k"), {
    op: "huggingFace",
    repository: "timm/resnet34.a1_in1k",
    file: "model.safetensors",
    revision: "main",
  });
  const { at } = resnet34({ weights: huggingFace("timm/resnet34.a1_in1k") })
    .behaviour.weights ?? {};
  assert.equal(at, `${url}.a1_in1k/resolve/main/model.safetensors`);
});

Deno.test("huggingFace() takes a file and a revision", () => {
  const weights = huggingFace("me/pets", {
    file: "epoch/3.safetensors",
    revision: "refs/pr/1",
    sha256,
  });
  assert.deepEqual(resnet50({ weights }).behaviour.weights, {
    at:
      "https://huggingface.co/me/pets/resolve/refs%2Fpr%2F1/epoch/3.safetensors",
    sha256,
    format: "safetensors",
  });
});

Deno.test("each form of weights takes a checksum, which is part of the stage", () => {
  for (
    const weights of [
      torchvision("resnet34", { sha256 }),
      huggingFace("me/pets", { sha256 }),
      safetensors("./w.safetensors", { sha256 }),
    ]
  ) {
    const { params, behaviour } = resnet34({ weights });
    assert.deepEqual(params.weights, weights);
    assert.equal(behaviour.weights?.sha256, sha256);
    assert.ok(Object.isFrozen(weights));
  }
});

Deno.test("a text is the path or URL of weights, as before", () => {
  const { params, behaviour } = resnet({ weights: "./w.safetensors" });
  assert.equal(params.weights, "./w.safetensors");
  assert.deepEqual(behaviour.weights, {
    at: "./w.safetensors",
    format: "safetensors",
  });
  assert.deepEqual(
    cifarResnet({ depth: 20, weights: safetensors("./w") }).behaviour.weights,
    { at: "./w", format: "safetensors" },
  );
});

Deno.test("a checksum may be written in large letters", () => {
  const weights = safetensors("./w.safetensors", {
    sha256: sha256.toUpperCase(),
  });
  assert.equal(resnet34({ weights }).behaviour.weights?.sha256, sha256);
});

Deno.test("weights are checked when the stage is made", () => {
  const messageOf = (weights: unknown) => {
    try {
      // As --set and pipelines without a compiler may.
      resnet34Stage({ weights } as never);
    } catch (error) {
      assert.ok(error instanceof Error);
      return error.message.replace('Cannot make architecture "resnet34": ', "");
    }
    throw new Error("nothing was thrown");
  };
  assert.equal(
    messageOf(torchvision("resnet50")),
    'weights.name: torchvision("resnet50") are the weights of another network',
  );
  assert.equal(
    messageOf(torchvision("resnet34", { sha256: "abc" })),
    "weights.sha256: must be 64 hex digits",
  );
  assert.equal(
    messageOf(huggingFace("resnet34")),
    'weights.repository: must be "owner/name"',
  );
  assert.equal(
    messageOf(huggingFace("../../x")),
    'weights.repository: must be "owner/name"',
  );
  assert.equal(
    messageOf(huggingFace("me/pets", { file: "pytorch_model.bin" })),
    'weights.file: must be the path of a file that ends in ".safetensors"',
  );
  assert.equal(
    messageOf(huggingFace("me/pets", { revision: "" })),
    "weights.revision: must be a branch, a tag or a commit",
  );
  for (const at of ["file:///w.safetensors", "ftp://host/w.safetensors"]) {
    const why = "must be a path, or an address that begins with https://";
    assert.equal(messageOf(at), `weights: ${why}`);
    assert.equal(messageOf(safetensors(at)), `weights.at: ${why}`);
  }
  assert.equal(
    messageOf({ op: "onnx", at: "x" }),
    "weights: must be the path or URL of a safetensors file, torchvision(), huggingFace() or safetensors()",
  );
  assert.throws(() => cifarResnetStage({ depth: 20, weights: imagenet }), {
    message:
      'Cannot make architecture "cifarResnet": weights: there are none of cifarResnet that were trained on ImageNet',
  });
});
