import assert from "node:assert/strict";
import type { Device } from "../../../src/engine/device/device.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { KernelWatch } from "../../../src/engine/kernels/kernel_watch.ts";

async function withDevice(use: (device: Device) => Promise<void>) {
  const device = await openDevice({ tune: false });
  const before = device.memory();
  try {
    await use(device);
    assert.deepEqual(device.memory(), before, "nothing is left");
  } finally {
    device.close();
  }
}

/** A convolution, a sum and what is freed on the way. */
function work({ tf }: Device): void {
  tf.tidy(() => {
    const x = tf.ones([2, 16, 16, 32]) as ReturnType<typeof tf.tensor4d>;
    const w = tf.ones([3, 3, 32, 32]) as typeof x;
    let value = x;
    for (let at = 0; at < 5; at++) {
      const next = tf.conv2d(value, w, 1, "same");
      value.dispose();
      value = next;
    }
    tf.sum(value);
  });
}

Deno.test("rehearse() counts to the byte what the same work takes, and computes nothing", async () => {
  await withDevice(async (device) => {
    const { tf } = device;
    using watch = new KernelWatch();
    const rehearsed = device.rehearse(({ held }) => {
      work(device);
      return held();
    });
    assert.deepEqual(watch.ours, {}, "no call is counted");
    device.freeIdle();
    const { bytes: before } = device.held();
    work(device);
    await device.settle();
    assert.equal(device.held().bytes - before, rehearsed.bytes);
    assert.ok(rehearsed.most >= rehearsed.bytes);
    assert.equal(rehearsed.largest, device.held().largest);
    device.freeIdle();
    assert.equal(device.held().bytes, before);
    const three = tf.tensor1d([1, 2]);
    const sum = tf.sum(three);
    assert.equal((await sum.data())[0], 3, "the device computes again");
    tf.dispose([three, sum]);
  });
});

Deno.test("rehearse() that fails leaves nothing, and the device as it was", async () => {
  await withDevice(async (device) => {
    const { tf } = device;
    assert.throws(
      () =>
        device.rehearse(() => {
          work(device);
          throw new RangeError("a layer fails");
        }),
      RangeError,
    );
    const two = tf.tensor1d([1, 2, 3]);
    const doubled = tf.mul(two, 2);
    assert.deepEqual([...await doubled.data()], [2, 4, 6]);
    tf.dispose([two, doubled]);
  });
});

Deno.test("a device lends the buffer of a tensor that is gone to the next kernel, and no number is lost", async () => {
  await withDevice(async (device) => {
    const { tf } = device;
    const start = tf.ones([1024]);
    let value = tf.mul(start, 1);
    device.freeIdle();
    const { bytes } = device.held();
    // More than tfjs collects before it submits.
    for (let at = 0; at < 40; at++) {
      const next = tf.add(value, start);
      value.dispose();
      value = next;
    }
    // Another one and what uniforms take: not one for each of the forty.
    assert.ok(device.held().bytes - bytes < 3 * 4096);
    const brought = tf.tensor1d(new Float32Array(1024).fill(7));
    const sum = tf.add(value, brought);
    assert.ok((await sum.data()).every((each) => each === 48));
    tf.dispose([start, value, brought, sum]);
  });
});

Deno.test("a device keeps no buffer that was read from", async () => {
  await withDevice(async (device) => {
    const { tf } = device;
    const value = tf.tidy(() => tf.mul(tf.ones([2048]), 3));
    await device.settle();
    const { bytes } = device.held();
    await value.data();
    assert.equal(device.held().bytes, bytes);
    value.dispose();
  });
});
