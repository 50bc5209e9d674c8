import assert from "node:assert/strict";
import { createDevice } from "../../../src/engine/device/create_device.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";

Deno.test("openDevice() gives the same device to all who hold it", async () => {
  const [first, second] = await Promise.all([openDevice(), openDevice()]);
  assert.equal(first.adapter, second.adapter);
  first.close();
  first.close(); // a second time does nothing
  const { tf } = second;
  const sum = tf.add(tf.scalar(1), tf.scalar(2));
  await second.settle();
  assert.equal((await sum.data())[0], 3);
  second.close();
});

Deno.test("openDevice() asks for all that the adapter offers", async () => {
  const device = await openDevice();
  const gpu = await navigator.gpu.requestAdapter({
    powerPreference: "high-performance",
  });
  const { limits } = device.adapter;
  assert.equal(
    limits.maxStorageBuffersPerShaderStage,
    gpu?.limits.maxStorageBuffersPerShaderStage,
  );
  assert.equal(
    limits.maxStorageBufferBindingSize,
    gpu?.limits.maxStorageBufferBindingSize,
  );
  assert.equal(device.adapter.f16, gpu?.features.has("shader-f16"));
  device.close();
});

Deno.test("openDevice() differentiates on both backends and makes the last one current", async () => {
  const results: number[][] = [];
  const devices = [await openDevice(), await openDevice({ backend: "cpu" })];
  for (const backend of ["webgpu", "cpu"] as const) {
    const device = await openDevice({ backend });
    const { tf } = device;
    assert.equal(tf.getBackend(), backend);
    const x = tf.tensor1d([1, 2, 3]);
    const gradient = tf.grad((x) => tf.sum(tf.square(x)))(x);
    results.push([...await gradient.data()]);
    tf.dispose([x, gradient]);
    device.close();
  }
  assert.deepEqual(results, [[2, 4, 6], [2, 4, 6]]);
  devices.forEach((device) => device.close());
});

Deno.test("settle() reports a tensor over the binding limit instead of stale numbers", async () => {
  const maxStorageBufferBindingSize = 128 * 2 ** 20; // WebGPU's least
  const device = await createDevice({
    limits: { maxStorageBufferBindingSize },
  });
  const { tf } = device;
  const tooLarge = tf.fill([maxStorageBufferBindingSize / 4 + 1], 1);
  await assert.rejects(device.settle(), {
    name: "PipelineError",
    message: /^Cannot trust the results on the GPU: .*binding/,
    remedy:
      "A tensor is larger than the adapter allows: lower the batch size or the image size",
  });
  assert.throws(() => device.check(), { name: "PipelineError" });
  tooLarge.dispose();
  device.close();
});

Deno.test("memory() counts the tensors that live", async () => {
  const device = await openDevice();
  const before = device.memory().tensors;
  const tensor = device.tf.zeros([4]);
  assert.equal(device.memory().tensors, before + 1);
  tensor.dispose();
  assert.equal(device.memory().tensors, before);
  device.close();
});
