import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  ADAM,
  adamNumbers,
} from "../../../src/engine/kernels/optimizer/adam.ts";
import { change } from "../../../src/engine/kernels/change.ts";
import { WEIGHTED_SUM } from "../../../src/engine/kernels/optimizer/weighted_sum.ts";

// Kept open to the end of the file, so that shaders are compiled once.
await openDevice();

const SETTINGS = adamNumbers({
  momentum: 0.9,
  squareDecay: 0.99,
  decay: 0.999,
  rate: 0.01,
  squareScale: 1.5,
  epsilon: 1e-5,
});

/** A step of both optimizers; what was given first, and what it became. */
async function stepped(backend: "cpu" | "webgpu", size: number) {
  const device = await openDevice({ backend });
  const { tf } = device;
  const before = device.memory().tensors;
  const given = Float32Array.from({ length: size }, (_, at) => Math.sin(at));
  const value = tf.tensor1d(given);
  const gradient = tf.tensor1d(given.map((each) => each * 3 - 0.2));
  const moments = tf.tensor2d(
    Float32Array.from({ length: 2 * size }, (_, at) => at % 7 / 10),
    [2, size],
  );
  const settings = tf.tensor1d([...SETTINGS]);
  const weights = tf.tensor1d([0.9, 1, 0.999, -0.01]);
  // Read before, so that a backend that keeps what was read would give it again.
  await Promise.all([value.data(), moments.data()]);
  change(tf, ADAM, { value, moments, gradient, settings });
  change(tf, WEIGHTED_SUM, { a: value, b: gradient, weights }, { at: 2 });
  const made = [...await value.data(), ...await moments.data()];
  tf.dispose([value, gradient, moments, settings, weights]);
  assert.equal(device.memory().tensors, before);
  device.close();
  return { given, made };
}

for (const size of [1, 3, 4, 6, 31, 32, 128, 1001, 1024]) {
  Deno.test(`the optimizers' kernels write over ${size} numbers as on the processor`, async () => {
    const [ours, theirs] = [
      await stepped("webgpu", size),
      await stepped("cpu", size),
    ];
    assert.equal(ours.made.length, 3 * size);
    ours.made.forEach((number, at) => {
      const wanted = theirs.made[at] ?? NaN;
      assert.ok(Math.abs(number - wanted) <= 1e-5 * Math.abs(wanted) + 1e-7);
    });
    // Whoever gave the numbers finds them as they were.
    assert.ok(
      theirs.given.every((each, at) => each === Math.fround(Math.sin(at))),
    );
  });
}
