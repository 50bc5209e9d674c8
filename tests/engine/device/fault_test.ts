import assert from "node:assert/strict";
import { watchFaults } from "../../../src/engine/device/fault.ts";
import { requestAdapter } from "../../../src/engine/device/request_adapter.ts";

async function rawDevice(): Promise<GPUDevice> {
  const { gpu } = await requestAdapter(() => {});
  return await gpu.requestDevice();
}

Deno.test("watchFaults() keeps the first error and throws it on every check", async () => {
  const device = await rawDevice();
  const watch = watchFaults(device, "a test adapter");
  watch.check();
  device.createBuffer({ size: 4, usage: 0 }).destroy();
  await device.queue.onSubmittedWorkDone();
  assert.throws(() => watch.check(), {
    message: /^Cannot trust the results on the GPU: /,
  });
  assert.throws(() => watch.check(), {
    message: /^Cannot trust the results on the GPU: /,
  });
  watch.stop();
  device.destroy();
});

Deno.test("watchFaults() reports a device that was lost", async () => {
  const device = await rawDevice();
  const watch = watchFaults(device, "a test adapter");
  device.destroy(); // not by stop(): as if the driver had gone
  await device.lost;
  assert.throws(() => watch.check(), {
    message: /^Cannot go on with "a test adapter": the device was lost/,
  });
});

Deno.test("watchFaults() does not call a device lost that was given back", async () => {
  const device = await rawDevice();
  const watch = watchFaults(device, "a test adapter");
  watch.stop();
  device.destroy();
  await device.lost;
  watch.check();
});
