import assert from "node:assert/strict";
import fc from "fast-check";
import {
  inParts,
  inputLayers,
  partsOf,
  partsText,
  planBatch,
  splitNotice,
} from "../../../src/engine/train/memory.ts";

const MEBIBYTE = 2 ** 20;
const network = {
  layers: [
    { name: "conv1", shape: [64, 64, 16] }, // 256 KiB an item
    { name: "norm", shape: [16] },
  ],
  variables: [],
};
const limits = {
  maxStorageBufferBindingSize: 2 * MEBIBYTE,
  maxBufferSize: 8 * MEBIBYTE,
};

Deno.test("planBatch() lets the largest batch that fits go at once", () => {
  const whole = planBatch([], network, 8, limits);
  assert.deepEqual(whole.parts, [8]);
  assert.equal(partsText(whole), undefined);
  assert.equal(splitNotice(whole), undefined);
  const nothing = { layers: [], variables: [] };
  assert.deepEqual(planBatch([], nothing, 1000, limits).parts, [1000]);
});

Deno.test("planBatch() splits a larger one, and says by which layer and limit", () => {
  const plan = planBatch([], network, 64, limits);
  assert.deepEqual(plan.parts, Array(8).fill(8));
  assert.equal(partsText(plan), "8 micro-batches of 8");
  assert.equal(
    splitNotice(plan),
    "A batch of 64 goes in 8 micro-batches of 8, one step of the optimizer: the output of conv1 would take 16 MiB, and the adapter binds at most 2 MiB. Batch norms see a micro-batch at a time",
  );
  const uneven = planBatch([], network, 9, limits);
  assert.deepEqual(uneven.parts, [3, 3, 3]);
  assert.equal(
    partsText(planBatch([], network, 11, limits)),
    "2 micro-batches of 6 and 5",
  );
});

Deno.test("planBatch() keeps the limit of buffers as well", () => {
  const small = { ...limits, maxBufferSize: MEBIBYTE / 2 };
  assert.deepEqual(planBatch([], network, 4, small).parts, [2, 2]);
});

Deno.test("planBatch() asks for smaller images where one item is too large", () => {
  const wide = { ...network, layers: [{ name: "conv1", shape: [1024, 1024] }] };
  assert.throws(() => planBatch([], wide, 64, limits), {
    name: "PipelineError",
    stage: "fit",
    item: "batch",
    message:
      "Cannot train on this adapter: the output of conv1 takes 4 MiB for one item, and the adapter binds at most 2 MiB",
    remedy: "Make input.size smaller",
  });
});

Deno.test("planBatch() leaves no item alone where a norm needs others", () => {
  const zeros = () => new Float32Array(16);
  const normal = {
    layers: [{ name: "conv1", shape: [128, 128, 16] }, network.layers[1]!],
    variables: [{
      name: "norm.running_mean",
      shape: [16],
      role: "statistic" as const,
      group: 0,
      init: zeros,
    }],
  };
  assert.deepEqual(planBatch([], normal, 4, limits).parts, [2, 2]);
  assert.throws(() => planBatch([], normal, 3, limits), {
    message:
      "Cannot split a batch of 3: of the output of conv1 2 items fit into the 2 MiB that the adapter binds, one would be alone, and norm normalizes each channel over the batch",
    remedy: "Set fit.batch to a multiple of 2, or make input.size smaller",
  });
  const tight = { ...limits, maxStorageBufferBindingSize: MEBIBYTE };
  assert.throws(() => planBatch([], normal, 2, tight), {
    message: /^Cannot split a batch of 2: .* 1 item fits into the 1 MiB /,
    remedy: "Make input.size smaller",
  });
  assert.throws(() => planBatch([], normal, 1, limits), {
    message: /^Cannot train with a batch of 1: norm /,
  });
});

Deno.test("inputLayers() are images before transforms make them smaller", () => {
  const inputs = inputLayers("image", [
    { name: "pixels", dtype: "uint8", shape: [460, 460, 3] },
  ]);
  assert.deepEqual(inputs, [{ name: "image()", shape: [460, 460, 3] }]);
  const small = {
    maxStorageBufferBindingSize: 128 * MEBIBYTE,
    maxBufferSize: 256 * MEBIBYTE,
  };
  const plan = planBatch(inputs, network, 64, small);
  assert.deepEqual(plan.parts, [32, 32]);
  assert.match(splitNotice(plan) ?? "", /output of image\(\) would take 155 M/);
});

Deno.test("partsOf() takes few parts, equal ones where few more are enough", () => {
  assert.deepEqual(partsOf(64, 64), [64]);
  assert.deepEqual(partsOf(64, Infinity), [64]);
  assert.deepEqual(partsOf(64, 30), [16, 16, 16, 16]);
  assert.deepEqual(partsOf(10, 4), [4, 3, 3]);
  assert.deepEqual(partsOf(61, 30), [21, 20, 20]);
  assert.deepEqual(partsOf(3, 1), [1, 1, 1]);
});

Deno.test("partsOf() loses no item, fits, and says the same of its own largest part", () => {
  const size = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(size, size, (batch, most) => {
      const parts = partsOf(batch, most);
      assert.equal(parts.reduce((sum, each) => sum + each, 0), batch);
      assert.equal(Math.max(...parts), parts[0]);
      assert.ok(parts[0] <= most);
      assert.ok(Math.min(...parts) >= parts[0] - 1);
      assert.ok(parts.length <= 1.5 * Math.ceil(batch / most));
      assert.deepEqual(partsOf(batch, parts[0]), parts);
    }),
    { seed: 1 },
  );
});

Deno.test("inParts() keeps the order", () => {
  assert.deepEqual(inParts([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(inParts([1, 2], Infinity), [[1, 2]]);
});
