import assert from "node:assert/strict";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../../../src/base/codec/safetensors.ts";
import { resnet, resnet18 } from "../../../../mod.ts";
import { build, images } from "../_networks.ts";
import { fileOf, load, plan, weights } from "./_narrow.ts";

Deno.test("resnet({ weights }) lists what is missing and what has another shape", async () => {
  const bytes = fileOf((name, tensor) => {
    if (name === "bn1.weight" || name === "layer1.0.bn1.bias") return undefined;
    if (name !== "conv1.weight") return tensor;
    return { dtype: "F32", shape: [2, 3, 7, 7], data: new Float32Array(294) };
  });
  await assert.rejects(load(bytes), {
    name: "PipelineError",
    stage: "architecture",
    item: weights,
    message:
      `Cannot load weights "${weights}" into resnet: missing bn1.weight [2], layer1.0.bn1.bias [2]; of another shape conv1.weight [2,3,7,7] instead of [2,3,3,3]`,
    remedy: "Give weights that were made for this architecture",
  });
});

Deno.test("resnet({ weights }) lists what it has no place for", async () => {
  const bytes = encodeSafetensors([
    ...decodeSafetensors(fileOf()).tensors,
    ["layer2.1.conv1.weight", {
      dtype: "F32",
      shape: [3, 3, 3, 3],
      data: new Float32Array(81),
    }],
  ]);
  await assert.rejects(load(bytes), {
    message:
      `Cannot load weights "${weights}" into resnet: unexpected layer2.1.conv1.weight [3,3,3,3]`,
  });
});

Deno.test("resnet({ weights }) lists numbers that are no weights", async () => {
  const bytes = fileOf((name, tensor) =>
    name === "bn1.bias"
      ? { dtype: "I32", shape: [2], data: new Int32Array(2) }
      : tensor
  );
  await assert.rejects(load(bytes), {
    message: /: of another shape bn1\.bias I32 \[2\] instead of F32 \[2\]$/,
  });
});

Deno.test("resnet({ weights }) lists numbers that a training broke", async () => {
  for (const number of [NaN, -Infinity]) {
    const bytes = fileOf((name, tensor) =>
      name === "bn1.bias"
        ? { dtype: "F32", shape: [2], data: new Float32Array([1, number]) }
        : tensor
    );
    await assert.rejects(load(bytes), {
      message:
        `Cannot load weights "${weights}" into resnet: not finite bn1.bias [2]`,
    });
  }
});

Deno.test("resnet18({ weights }) tells timm's variants with a deep stem", async () => {
  const network = await build(resnet18({ weights }), images(8), 2, {
    [weights]: encodeSafetensors([["conv1.0.weight", {
      dtype: "F32",
      shape: [1],
      data: new Float32Array(1),
    }]]),
  });
  await assert.rejects(network.pretrained!(), {
    message: /; unexpected conv1\.0\.weight \[1\]$/,
    remedy:
      "These are of a variant with a deep stem, as timm's resnet18d: give weights of resnet18 itself",
  });
});

Deno.test("resnet18({ weights }) names six of many and counts the rest", async () => {
  const network = await build(resnet18({ weights }), images(8), 2, {
    [weights]: encodeSafetensors([]),
  });
  await assert.rejects(network.pretrained!(), {
    message:
      /: missing conv1\.weight \[64,3,7,7\], bn1\.weight \[64\], .* layer1\.0\.conv1\.weight \[64,64,3,3\] and 94 more$/,
  });
});

Deno.test("resnet({ weights }) never starts from random weights in their place", async () => {
  const absent = await build(resnet({ ...plan, weights }), images(8));
  await assert.rejects(absent.pretrained!(), {
    name: "PipelineError",
    message: `Cannot read weights "${weights}": there is no "${weights}"`,
    remedy:
      "Put the file there, or leave weights out to start from random ones",
  });
  await assert.rejects(load(new TextEncoder().encode("<html>")), {
    name: "PipelineError",
    message: new RegExp(`^Cannot read weights "${weights}": `),
  });
});

Deno.test("resnet({ weights }) refuses a normalisation that it cannot use", async () => {
  const own = fileOf(undefined, {
    "normalization.mean": "0.5",
    "normalization.deviation": "0.25,0.25,0.25",
  });
  await assert.rejects(load(own), {
    name: "PipelineError",
    message:
      `Cannot read weights "${weights}": normalization.mean is "0.5", not three numbers`,
  });
});

Deno.test("resnet({ weights }) says how to convert what torch pickles", async () => {
  const pickle = Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46);
  await assert.rejects(load(pickle), {
    name: "PipelineError",
    stage: "architecture",
    message:
      `Cannot read weights "${weights}": it is a PyTorch file of pickled objects, which can run code when it is read, not safetensors`,
    remedy: /^Convert it where PyTorch is .*weights_only=True.*save_file/,
  });
});
