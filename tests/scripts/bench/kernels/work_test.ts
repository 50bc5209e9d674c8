import assert from "node:assert/strict";
import type { Tensor } from "@tensorflow/tfjs-core";
import { ceilingSide } from "../../../../scripts/bench/kernels/ceiling.ts";
import {
  nameOf,
  shapeClasses,
  worksOf,
} from "../../../../scripts/bench/kernels/work.ts";
import { openDevice } from "../../../../src/engine/device/open_device.ts";

Deno.test("the shapes of kernels are those of a ResNet, 64 to 512 channels", () => {
  assert.deepEqual(shapeClasses(true).map(nameOf), [
    "16 x 16 x 64, batch 16",
    "8 x 8 x 128, batch 16",
    "4 x 4 x 256, batch 16",
    "2 x 2 x 512, batch 16",
  ]);
  assert.equal(nameOf(shapeClasses(false)[0]!), "56 x 56 x 64, batch 64");
});

Deno.test("every kernel of a shape runs, and its operations are counted", async () => {
  const device = await openDevice();
  const { tf } = device;
  const { tensors } = device.memory();
  tf.engine().startScope();
  const works = worksOf(tf, { batch: 2, side: 4, channels: 8 });
  const counts = new Map(works.map(({ name, amount }) => [name, amount]));
  // Two operations a tap: 9 taps of 8 channels for each of 2 x 4 x 4 x 8 results.
  assert.equal(counts.get("convolution"), 2 * 9 * 8 * 256);
  assert.equal(counts.get("depthwise convolution"), 2 * 9 * 256);
  assert.equal(counts.get("matMul of 1024 rows"), 2 * 1024 * 8 * 8);
  assert.equal(counts.get("batch norm"), 3 * 4 * 256);
  for (const { name, run } of works) {
    const result = run() as Tensor;
    const numbers = await result.data();
    assert.ok(numbers.every(Number.isFinite), name);
    assert.ok(numbers.some((number) => number !== 0), name);
  }
  tf.engine().endScope();
  await device.settle();
  assert.equal(device.memory().tensors, tensors, "all tensors are freed");
  device.close();
});

Deno.test("the ceiling leaves nothing behind", async () => {
  const device = await openDevice();
  const before = device.tf.engine().backend.numDataIds();
  const { side, flop } = ceilingSide(device);
  assert.ok(flop > 0);
  await side.run(2);
  assert.equal(device.tf.engine().backend.numDataIds(), before);
  device.close();
});
