import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  addStockBackend,
  STOCK_BACKEND,
} from "../../../src/engine/device/stock_backend.ts";

Deno.test("addStockBackend() puts tfjs' own kernels beside ours, on one GPU", async () => {
  const device = await openDevice();
  const { tf } = device;
  const nameOf = (backend: string) =>
    tf.getKernel("Conv2D", backend).kernelFunc.name;
  const sum = async (backend: string) => {
    await tf.setBackend(backend);
    const y = tf.tidy(() =>
      tf.sum(tf.conv2d(
        tf.ones([1, 3, 3, 4]) as Tensor4D,
        tf.ones([3, 3, 4, 4]) as Tensor4D,
        1,
        "valid",
      ))
    );
    const [value] = await y.data();
    y.dispose();
    return value;
  };
  const ours = nameOf("webgpu");
  const { tensors } = device.memory();
  // Twice: a benchmark adds a new one for each of its tasks.
  for (let time = 0; time < 2; time++) {
    const remove = addStockBackend();
    assert.equal(nameOf(STOCK_BACKEND), "conv2d");
    assert.equal(nameOf("webgpu"), ours);
    assert.notEqual(ours, "conv2d");
    assert.equal(await sum(STOCK_BACKEND), 144);
    assert.equal(await sum("webgpu"), 144);
    remove();
    assert.equal(tf.findBackend(STOCK_BACKEND), null);
    assert.equal(await sum("webgpu"), 144, "our device lives on");
  }
  assert.equal(device.memory().tensors, tensors);
  device.check();
  device.close();
});

Deno.test("addStockBackend() needs a WebGPU device", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  assert.equal(tf.getBackend(), "cpu");
  assert.throws(() => addStockBackend(), {
    name: "TypeError",
    message: "Cannot add the stock backend: no WebGPU device is open",
  });
});
