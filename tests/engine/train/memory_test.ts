import assert from "node:assert/strict";
import { checkMemory, inputLayers } from "../../../src/engine/train/memory.ts";

const MEBIBYTE = 2 ** 20;
const layers = [
  { name: "conv1", shape: [64, 64, 16] }, // 256 KiB an item
  { name: "pool", shape: [16] },
];
const limits = {
  maxStorageBufferBindingSize: 2 * MEBIBYTE,
  maxBufferSize: 8 * MEBIBYTE,
};

Deno.test("checkMemory() lets the largest batch that fits pass", () => {
  checkMemory(layers, 8, limits);
  checkMemory([], 1000, limits);
});

Deno.test("checkMemory() names the batch that fits and the layer that does not", () => {
  assert.throws(() => checkMemory(layers, 9, limits), {
    name: "PipelineError",
    stage: "fit",
    item: "batch",
    message:
      "Cannot train with a batch of 9: the output of conv1 takes 3 MiB, and the adapter binds at most 2 MiB",
    remedy: "Set fit.batch to at most 8",
  });
});

Deno.test("checkMemory() keeps the limit of buffers as well", () => {
  assert.throws(
    () => checkMemory(layers, 4, { ...limits, maxBufferSize: MEBIBYTE / 2 }),
    { remedy: "Set fit.batch to at most 2" },
  );
});

Deno.test("checkMemory() asks for smaller images where one item is too large", () => {
  const wide = [{ name: "conv1", shape: [1024, 1024] }];
  assert.throws(() => checkMemory(wide, 1, limits), {
    remedy: "Make input.size smaller",
  });
});

Deno.test("inputLayers() are images before transforms make them smaller", () => {
  const [image] = inputLayers("image", [
    { name: "pixels", dtype: "uint8", shape: [460, 460, 3] },
  ]);
  assert.deepEqual(image, { name: "image()", shape: [460, 460, 3] });
  const small = {
    maxStorageBufferBindingSize: 128 * MEBIBYTE,
    maxBufferSize: 256 * MEBIBYTE,
  };
  assert.throws(() => checkMemory(image ? [image] : [], 64, small), {
    message:
      "Cannot train with a batch of 64: the output of image() takes 155 MiB, and the adapter binds at most 128 MiB",
    remedy: "Set fit.batch to at most 52",
  });
});
