import assert from "node:assert/strict";
import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  isForWinograd,
  winograd,
} from "../../../../src/engine/kernels/convolution/winograd/winograd.ts";
import { winogradFilterGradient } from "../../../../src/engine/kernels/convolution/winograd/winograd_filter_gradient.ts";
import { inTurns } from "../../../../src/engine/kernels/convolution/winograd/turns.ts";
import type { Backend } from "../../../../src/engine/kernels/program.ts";
import { sumParts } from "../../../../src/engine/kernels/reduction/sum_middle.ts";
import { tensorOf } from "../_reference.ts";

const SHAPE = {
  batch: 5,
  inHeight: 7,
  inWidth: 6,
  inChannels: 32,
  outHeight: 7,
  outWidth: 6,
  outChannels: 36,
  filterHeight: 3,
  filterWidth: 3,
  strideHeight: 1,
  strideWidth: 1,
  top: 1,
  left: 1,
};

Deno.test("inTurns() does as many images as there is room for, and at least one", () => {
  assert.deepEqual(inTurns(3, 10, 100), [{ first: 0, count: 3 }]);
  assert.deepEqual(inTurns(5, 10, 20), [
    { first: 0, count: 2 },
    { first: 2, count: 2 },
    { first: 4, count: 1 },
  ]);
  assert.deepEqual(inTurns(2, 10, 1), [
    { first: 0, count: 1 },
    { first: 1, count: 1 },
  ]);
});

Deno.test("winograd() and its gradients make the same of a batch in several turns", async () => {
  const device = await openDevice();
  const { tf } = device;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  const x = tensorOf(tf, [5, 7, 6, 32], 1) as Tensor4D;
  const dy = tensorOf(tf, [5, 7, 6, 36], 2) as Tensor4D;
  const w = tensorOf(tf, [3, 3, 32, 36], 3) as Tensor4D;
  const numbers = async (made: TensorInfo) => {
    const tensor = tf.engine().makeTensorFromTensorInfo(made);
    const found = Float32Array.from(await tensor.data());
    tensor.dispose();
    return found;
  };
  const before = device.memory().tensors;
  try {
    const forward = (most?: number) =>
      numbers(
        winograd(backend, x, w, { ...SHAPE, transposed: false }, most),
      );
    const backward = (most?: number) =>
      numbers(
        sumParts(backend, winogradFilterGradient(backend, x, dy, SHAPE, most)),
      );
    // One image at a time, and two.
    for (const most of [1, 2 * 4 * 4 * 16 * 36]) {
      assert.deepEqual(await forward(most), await forward());
      const [parts, whole] = [await backward(most), await backward()];
      const largest = whole.reduce((max, each) => Math.max(max, each), 0);
      whole.forEach((each, at) => {
        const error = Math.abs((parts[at] ?? NaN) - each) / largest;
        assert.ok(error < 1e-5, `number ${at} is ${parts[at]}, not ${each}`);
      });
    }
    assert.equal(device.memory().tensors, before);
  } finally {
    tf.dispose([x, dy, w]);
    device.close();
  }
});

Deno.test("isForWinograd() is for filters of 3 x 3 between channels enough, of images that fill the blocks", () => {
  assert.ok(isForWinograd(SHAPE));
  for (
    const other of [
      { strideWidth: 2 },
      { filterHeight: 1 },
      { inChannels: 28 },
      { outChannels: 28 },
      { outHeight: 2, outWidth: 2 },
      { outHeight: 5, outWidth: 5 },
      { outHeight: 1024, outWidth: 1024 }, // more than can be bound
    ]
  ) assert.ok(!isForWinograd({ ...SHAPE, ...other }));
});
