import assert from "node:assert/strict";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import type { Forward } from "../../../../src/flow/stage/architecture.ts";
import { paddedShortcut } from "../../../../src/stages/architecture/layers/padded_shortcut.ts";
import { basicBlock } from "../../../../src/stages/architecture/layers/residual.ts";
import { runLayer } from "../_networks.ts";

const counted = (count: number) =>
  Array.from({ length: count }, (_, at) => at + 1);

Deno.test("paddedShortcut() keeps every other pixel between channels of zeros", () => {
  const even = runLayer(paddedShortcut(4, 2), counted(16), [1, 4, 4, 1]);
  assert.deepEqual(even.shape, [1, 2, 2, 4]);
  assert.deepEqual(even.placed.output, [2, 2, 4]);
  // 3 new channels: one before, two after.
  assert.deepEqual(even.output, [
    ...[0, 1, 0, 0],
    ...[0, 3, 0, 0],
    ...[0, 9, 0, 0],
    ...[0, 11, 0, 0],
  ]);
  const odd = runLayer(paddedShortcut(3, 2), counted(9), [1, 3, 3, 1]);
  assert.deepEqual(odd.placed.output, [2, 2, 3]);
  assert.deepEqual(odd.output.filter((each) => each !== 0), [1, 3, 7, 9]);
});

Deno.test("paddedShortcut() owns nothing", () => {
  const { placed } = runLayer(paddedShortcut(2, 2), counted(4), [1, 2, 2, 1]);
  assert.deepEqual(placed.variables, []);
});

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`paddedShortcut() passes gradients to the pixels that it keeps, on ${backend}`, async () => {
    const device = await openDevice({ backend });
    const { tf } = device;
    const { forward } = paddedShortcut(4, 2)({
      name: "it",
      group: 0,
      input: [3, 3, 2],
    });
    // It uses nothing of a pass but tfjs.
    const pass = { tf } as unknown as Forward;
    const gradient = tf.tidy(() => {
      const weights = tf.tensor(counted(16), [1, 2, 2, 4]);
      return tf.grad((x) => tf.sum(tf.mul(forward(pass, x), weights)))(
        tf.zeros([1, 3, 3, 2]),
      );
    });
    assert.deepEqual([...await gradient.data()], [
      ...[2, 3, 0, 0, 6, 7],
      ...[0, 0, 0, 0, 0, 0],
      ...[10, 11, 0, 0, 14, 15],
    ]);
    await device.settle();
    gradient.dispose();
    device.close();
    await openDevice({ backend: "cpu" });
  });
}

Deno.test("basicBlock() leads around without parameters where it is told to", () => {
  const { output, placed } = runLayer(
    basicBlock(3, 2, "padding"),
    [5, -6, -7, -8],
    [1, 2, 2, 1],
    {
      values: {
        "conv1.weight": new Array<number>(27).fill(0),
        "conv2.weight": new Array<number>(81).fill(0),
        "bn2.bias": [1, 2, -3],
      },
    },
  );
  assert.deepEqual(output, [1, 7, 0]);
  assert.equal(
    placed.variables.some(({ name }) => /downsample/.test(name)),
    false,
  );
});
