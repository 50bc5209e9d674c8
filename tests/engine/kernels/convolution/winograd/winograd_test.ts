import assert from "node:assert/strict";
import type { Tensor4D, TensorInfo } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../../src/engine/device/open_device.ts";
import {
  FOURS,
  type Matrix,
  TWOS,
} from "../../../../../src/engine/kernels/convolution/winograd/tiles.ts";
import {
  filterTilingOf,
  isForWinograd,
  tilingOf,
} from "../../../../../src/engine/kernels/convolution/winograd/choose_tiling.ts";
import { winograd } from "../../../../../src/engine/kernels/convolution/winograd/winograd.ts";
import { winogradFilterGradient } from "../../../../../src/engine/kernels/convolution/winograd/winograd_filter_gradient.ts";
import { inTurns } from "../../../../../src/engine/kernels/convolution/winograd/turns.ts";
import type { Backend } from "../../../../../src/engine/kernels/program.ts";
import { sumParts } from "../../../../../src/engine/kernels/reduction/sum_middle.ts";
import { drawn, tensorOf } from "../../_reference.ts";

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

/** `rows` x `tile` x `rows`T. */
function transformed(rows: Matrix, tile: Matrix): Matrix {
  const multiply = (a: Matrix, b: Matrix) =>
    a.map((row) =>
      b[0]!.map((_, at) =>
        row.reduce((sum, each, k) => sum + each * (b[k]?.[at] ?? NaN), 0)
      )
    );
  const turned = (a: Matrix) => a[0]!.map((_, at) => a.map((row) => row[at]!));
  return multiply(multiply(rows, tile), turned(rows));
}

for (const [name, tiling] of Object.entries({ FOURS, TWOS })) {
  Deno.test(`${name} filter a patch as nine taps do`, () => {
    const { tile, patch, places, fromPatch, fromFilter, toResult } = tiling;
    assert.equal(patch, tile + 2);
    assert.equal(places, patch ** 2);
    const numbers = drawn(patch ** 2 + 9);
    const pixels = Array.from({ length: patch }, (_, row) => [
      ...numbers.subarray(row * patch, (row + 1) * patch),
    ]);
    const filter = [0, 3, 6].map((tap) => [
      ...numbers.subarray(places + tap, places + tap + 3),
    ]);
    const columns = transformed(fromFilter, filter);
    const result = transformed(
      toResult,
      transformed(fromPatch, pixels).map((row, y) =>
        row.map((each, x) => each * columns[y]![x]!)
      ),
    );
    assert.equal(result.length, tile);
    result.forEach((row, y) => {
      assert.equal(row.length, tile);
      row.forEach((each, x) => {
        const expected = filter.flatMap((taps, dy) =>
          taps.map((tap, dx) => tap * pixels[y + dy]![x + dx]!)
        ).reduce((sum, product) => sum + product);
        assert.ok(Math.abs(each - expected) < 1e-12, `${each} at ${y}, ${x}`);
      });
    });
  });
}

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

Deno.test("an image is cut in fours where it has several, whatever the batch is", () => {
  assert.equal(tilingOf(SHAPE), FOURS);
  assert.equal(tilingOf({ ...SHAPE, batch: 1 }), FOURS);
  assert.equal(tilingOf({ ...SHAPE, outHeight: 4, outWidth: 4 }), TWOS);
  // 144 MiB of a filter cannot be bound, 64 can.
  const wide = { ...SHAPE, inChannels: 1024, outChannels: 1024 };
  assert.ok(isForWinograd(wide));
  assert.equal(tilingOf(wide), TWOS);
  assert.ok(!isForWinograd({ ...wide, inChannels: 4096 }));
});

Deno.test("a filter's gradient is cut in fours where all images have many", () => {
  assert.equal(filterTilingOf(SHAPE), TWOS);
  assert.equal(filterTilingOf({ ...SHAPE, batch: 8 }), FOURS);
  const small = { ...SHAPE, outHeight: 4, outWidth: 4 };
  assert.equal(filterTilingOf({ ...small, batch: 31 }), TWOS);
  assert.equal(filterTilingOf({ ...small, batch: 32 }), FOURS);
});

Deno.test("winograd() makes the same bits of an image in any batch", async () => {
  const device = await openDevice();
  const { tf } = device;
  const backend = tf.backend() as unknown as Backend;
  const x = tensorOf(tf, [5, 7, 6, 32], 1) as Tensor4D;
  const w = tensorOf(tf, [3, 3, 32, 36], 3) as Tensor4D;
  const made = async (x: Tensor4D) => {
    const info = winograd(backend, x, w, {
      ...SHAPE,
      batch: x.shape[0],
      transposed: false,
    });
    const tensor = tf.engine().makeTensorFromTensorInfo(info);
    const numbers = [...await tensor.data()];
    tensor.dispose();
    return numbers;
  };
  try {
    const all = await made(x);
    for (const image of [0, 4]) {
      const one = tf.slice4d(x, [image, 0, 0, 0], [1, 7, 6, 32]);
      const size = all.length / 5;
      const expected = all.slice(image * size, (image + 1) * size);
      assert.deepEqual(await made(one), expected);
      one.dispose();
    }
  } finally {
    tf.dispose([x, w]);
    device.close();
  }
});
