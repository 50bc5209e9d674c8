import assert from "node:assert/strict";
import type { Device } from "../../../src/engine/device/device.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { KernelWatch } from "../../../src/engine/kernels/kernel_watch.ts";
import { COMPACT, formOf, TUNED } from "../../../src/engine/kernels/tuning.ts";
import { TuningBeside } from "../../../src/engine/tune/tuning_beside.ts";

/** A device whose kernels have loops, whatever was chosen on it. */
async function withDevice(use: (device: Device) => Promise<void>) {
  const device = await openDevice({ tune: false });
  const before = device.memory();
  try {
    assert.deepEqual(device.adapter.tuning, COMPACT);
    await use(device);
    assert.deepEqual(device.memory(), before, "nothing is left");
  } finally {
    device.close();
  }
}

/** A share of 1 never waits: it could not have taken more than all. */
const AT_ONCE = { after: 0, share: 1 };

Deno.test("TuningBeside measures in pieces, between which all is as it was", async () => {
  await withDevice(async (device) => {
    const { tf } = device;
    using watch = new KernelWatch();
    const beside = new TuningBeside(device, { ...AT_ONCE, budget: Infinity });
    let pieces = 0;
    const kept = tf.tensor1d([1, 2, 3]);
    while (beside.measured === undefined) {
      await beside.between();
      pieces++;
      for (const kernel of TUNED) assert.equal(formOf(kernel), "compact");
      // A step, with tensors that live longer than a piece.
      const doubled = tf.mul(kept, 2);
      assert.deepEqual([...await doubled.data()], [2, 4, 6]);
      doubled.dispose();
    }
    kept.dispose();
    assert.ok(pieces > 4 * TUNED.length, `${pieces} pieces`);
    assert.deepEqual(beside.measured.unmeasured, []);
    // In software that begins with loops what is written out takes too long.
    const found = Object.values(beside.measured.tuning);
    assert.ok(!device.adapter.software || !found.includes("unrolled"));
    assert.equal(watch.ours["Conv2D"], undefined, "only steps are counted");
    assert.deepEqual(
      watch.fallbacks.map(({ kernel }) => kernel),
      ["Multiply"],
    );
    await beside.between(); // over: does nothing
    await beside.close();
  });
});

Deno.test("TuningBeside begins nothing after its time is over", async () => {
  await withDevice(async (device) => {
    const beside = new TuningBeside(device, { ...AT_ONCE, budget: 1 });
    while (beside.measured === undefined) await beside.between();
    assert.deepEqual(beside.measured.unmeasured.toSorted(), TUNED.toSorted());
  });
});

Deno.test("TuningBeside is ended in the middle, or before it began, and leaves nothing", async () => {
  await withDevice(async (device) => {
    const unbegun = new TuningBeside(device);
    await unbegun.between(); // too early
    await unbegun.close();
    const beside = new TuningBeside(device, AT_ONCE);
    for (let piece = 0; piece < 5; piece++) await beside.between();
    await beside.close();
    await beside.close();
    assert.equal(beside.measured, undefined);
    for (const kernel of TUNED) assert.equal(formOf(kernel), "compact");
  });
});

Deno.test("TuningBeside takes no more than its share of the time", async () => {
  await withDevice(async (device) => {
    const beside = new TuningBeside(device, { after: 0, share: 1e-9 });
    await beside.between();
    const { numDataIds } = device.tf.engine().backend;
    const after = numDataIds.call(device.tf.engine().backend);
    assert.ok(after > 0, "the first piece has begun");
    for (let piece = 0; piece < 100; piece++) await beside.between();
    assert.equal(numDataIds.call(device.tf.engine().backend), after);
    assert.equal(beside.measured, undefined);
    await beside.close();
  });
});

Deno.test("TuningBeside gives up where a kernel fails, and the training goes on", async () => {
  await withDevice(async (device) => {
    const engine = device.tf.engine();
    const { runKernel } = engine;
    engine.runKernel = () => {
      throw new TypeError("a shader fails");
    };
    const beside = new TuningBeside(device, AT_ONCE);
    try {
      for (let piece = 0; piece < 3; piece++) await beside.between();
    } finally {
      engine.runKernel = runKernel;
    }
    assert.equal(beside.measured, undefined);
    await beside.close();
  });
});
