import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { createDevice } from "../../../src/engine/device/create_device.ts";
import { override } from "../../../src/engine/kernels/override.ts";

Deno.test("createDevice() leaves tfjs' own kernels in place on request, and puts ours back", async () => {
  for (const stockKernels of [false, true, false]) {
    const device = await createDevice({ stockKernels });
    const { tf } = device;
    const own = tf.getKernel("Conv2D", "webgpu").kernelFunc;
    assert.equal(own.name === "conv2d", stockKernels);
    const y = tf.tidy(() =>
      tf.conv2d(
        tf.ones([1, 3, 3, 4]) as Tensor4D,
        tf.ones([3, 3, 4, 4]) as Tensor4D,
        1,
        "valid",
      )
    );
    assert.deepEqual([...await y.data()], [36, 36, 36, 36]);
    await device.settle();
    y.dispose();
    device.close();
  }
});

Deno.test("override() refuses a kernel that tfjs does not have", () => {
  assert.throws(() => override("Conv7D", () => undefined), {
    name: "RangeError",
    message: 'Cannot override "Conv7D": tfjs has no such kernel',
  });
});
