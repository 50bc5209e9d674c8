import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { toTensor } from "../../../../src/engine/kernels/_to_tensor.ts";
import { narrowed } from "../../../../src/engine/kernels/halves/copies.ts";
import {
  areHalves,
  inFull,
  inHalves,
  storesHalves,
} from "../../../../src/engine/kernels/halves/storage.ts";
import type { Backend } from "../../../../src/engine/kernels/program.ts";
import { recordedBackend } from "../../../../src/engine/replay/recorded_backend.ts";
import { tensorOf } from "../_reference.ts";

Deno.test("inHalves() stores halves while it runs, whatever happens in it", () => {
  assert.equal(storesHalves(), false);
  inHalves(() => {
    assert.equal(storesHalves(), true);
    inFull(() => assert.equal(storesHalves(), false));
    assert.equal(storesHalves(), true);
  });
  assert.throws(() =>
    inHalves(() => {
      throw new RangeError("no");
    })
  );
  assert.equal(storesHalves(), false);
});

/** From the smallest that is a half to those that are none, of both signs. */
const NUMBERS = [
  0,
  1,
  1 + 2 ** -11,
  1 + 3 * 2 ** -11,
  2048.9,
  -2049.1,
  65504,
  65519.99,
  65520,
  70_000,
  3e38,
  Infinity,
  -Infinity,
  NaN,
  -65520,
  2 ** -14,
  ...Array.from({ length: 64 }, (_, at) => 1.2345678 ** (at - 40) * (-1) ** at),
];

Deno.test("narrowed() rounds to the nearest half, and what is too large to infinity", async () => {
  const device = await openDevice();
  const { tf } = device;
  // What tfjs knows as its backend is the one that device/ made.
  const backend = tf.backend() as unknown as Backend;
  const floats = tf.tensor1d(NUMBERS);
  const halves = inHalves(() => toTensor(narrowed(backend, floats)));
  assert.ok(areHalves(halves));
  assert.equal(halves.dtype, "float32");
  const read = await halves.data();
  assert.deepEqual([...read], [...new Float16Array(NUMBERS)]);
  // The same tensor under another shape, and what is not there any more.
  const square = tf.reshape(halves, [2, -1]);
  assert.ok(areHalves(square));
  assert.deepEqual(await square.data(), read);
  assert.equal(narrowed(backend, floats), floats);
  tf.dispose([floats, halves, square]);
  assert.equal(device.memory().tensors, 0);
  device.close();
});

Deno.test("halves take half the bytes, and only where there are fours of them", async () => {
  const device = await openDevice();
  const { tf } = device;
  const bytesOf = ({ dataId }: Tensor4D) =>
    recordedBackend(tf)?.tensorMap.get(dataId).resource?.size;
  const x = tensorOf(tf, [4, 16, 16, 4]) as Tensor4D;
  const filter = (out: number) => tensorOf(tf, [3, 3, 4, out]) as Tensor4D;
  const [wide, odd] = [filter(8), filter(6)];
  const convolve = (w: Tensor4D) => tf.conv2d(x, w, 1, "same");
  const full = convolve(wide);
  const half = inHalves(() => convolve(wide));
  const cut = inHalves(() => convolve(odd));
  await device.settle();
  assert.equal(bytesOf(full), 4 * full.size);
  assert.equal(bytesOf(half), 2 * half.size);
  assert.equal(bytesOf(cut), 4 * cut.size);
  tf.dispose([x, wide, odd, full, half, cut]);
  assert.equal(device.memory().tensors, 0);
  device.close();
});
