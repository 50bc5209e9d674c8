import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  fixFilters,
  madeOfFixed,
} from "../../../../src/engine/kernels/convolution/fixed_filters.ts";
import type { Backend } from "../../../../src/engine/kernels/program.ts";
import {
  SHORT,
  tuneKernels,
  WINOGRAD,
} from "../../../../src/engine/kernels/tuning.ts";
import { tensorOf } from "../_reference.ts";

/**
 * A device, a filter on it, and the gradient of an input through that filter,
 * with the result before it; in a form that reads it turned until told otherwise.
 */
async function convolving(inChannels = 8, outChannels = 12) {
  const device = await openDevice();
  tuneKernels(SHORT);
  const { tf } = device;
  const backend = tf.backend() as unknown as Backend;
  const filter = tf.variable(
    tensorOf(tf, [3, 3, inChannels, outChannels], 1),
  ) as unknown as Tensor4D;
  const dy = tensorOf(tf, [2, 6, 6, outChannels], 2) as Tensor4D;
  const x = tensorOf(tf, [2, 6, 6, inChannels], 3) as Tensor4D;
  const gradient = async () => {
    const dx = tf.tidy(() =>
      tf.grad((x) => tf.mul(tf.conv2d(x as Tensor4D, filter, 1, "same"), dy))(x)
    );
    const numbers = [...await dx.data()];
    dx.dispose();
    return numbers;
  };
  const result = async () => {
    const y = tf.conv2d(x, filter, 1, "same");
    const numbers = [...await y.data()];
    y.dispose();
    return numbers;
  };
  return { ...device, backend, filter, gradient, result };
}

Deno.test("a fixed filter is turned once, for the same gradient", async () => {
  const { backend, filter, gradient, close } = await convolving();
  const expected = await gradient();
  const buffers = backend.numDataIds();
  const release = fixFilters(backend, [filter]);
  assert.deepEqual(await gradient(), expected);
  assert.equal(backend.numDataIds(), buffers + 1);
  let turned = 0;
  madeOfFixed(filter, "turned", () => {
    turned++;
    return filter;
  });
  assert.equal(turned, 0);
  assert.deepEqual(await gradient(), expected);
  assert.equal(backend.numDataIds(), buffers + 1);
  release();
  assert.equal(backend.numDataIds(), buffers, "what was made is freed");
  release();
  assert.deepEqual(await gradient(), expected);
  assert.equal(backend.numDataIds(), buffers);
  close();
});

Deno.test("a fixed filter is transformed for Winograd once each way, to the same bits", async () => {
  const { adapter, backend, filter, gradient, result, close } =
    await convolving(32, 36);
  try {
    tuneKernels(WINOGRAD);
    const expected = [await result(), await gradient()];
    const buffers = backend.numDataIds();
    const release = fixFilters(backend, [filter]);
    assert.deepEqual(await result(), expected[0]);
    assert.equal(backend.numDataIds(), buffers + 1);
    assert.deepEqual(await gradient(), expected[1]);
    assert.equal(backend.numDataIds(), buffers + 2);
    assert.deepEqual([await result(), await gradient()], expected);
    assert.equal(backend.numDataIds(), buffers + 2);
    release();
    assert.equal(backend.numDataIds(), buffers, "what was made is freed");
    assert.deepEqual([await result(), await gradient()], expected);
  } finally {
    tuneKernels(adapter.tuning);
    close();
  }
});

Deno.test("a filter that is set to other numbers is no longer the one that is fixed", async () => {
  const { tf, backend, filter, gradient, close } = await convolving();
  const release = fixFilters(backend, [filter]);
  const before = await gradient();
  tf.tidy(() => {
    const variable = filter as unknown as ReturnType<typeof tf.variable>;
    variable.assign(tf.mul(filter, 2));
  });
  assert.deepEqual(await gradient(), before.map((each) => 2 * each));
  release();
  close();
});

Deno.test("what is made of a fixed filter is fixed with it", () => {
  const info = (name: string) => ({
    dataId: { name },
    shape: [1],
    dtype: "float32" as const,
  });
  const freed: unknown[] = [];
  const backend = { disposeData: (id: object) => freed.push(id) > 0 };
  const [filter, turned, moved] = [
    info("filter"),
    info("turned"),
    info("moved"),
  ];
  assert.equal(madeOfFixed(filter, "turned", () => turned), undefined);
  const release = fixFilters(backend, [filter]);
  assert.equal(madeOfFixed(filter, "turned", () => turned), turned);
  assert.equal(madeOfFixed(turned, "moved", () => moved), moved);
  assert.equal(madeOfFixed(turned, "moved", () => filter), moved);
  const other = fixFilters(backend, [filter]);
  release();
  assert.equal(madeOfFixed(filter, "turned", () => moved), turned);
  assert.deepEqual(freed, []);
  other();
  assert.deepEqual(freed, [moved.dataId, turned.dataId]);
  assert.equal(madeOfFixed(turned, "moved", () => moved), undefined);
});
