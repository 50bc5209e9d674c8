import assert from "node:assert/strict";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  type Device,
  openDevice,
} from "../../../src/engine/device/open_device.ts";
import { KernelWatch } from "../../../src/engine/kernels/kernel_watch.ts";
import {
  assertLikeReference,
  drawn,
  numbersOn,
  tensorOf,
} from "./_reference.ts";
import { shapes } from "./_shapes.ts";

// Kept open to the end of the file, so that shaders are compiled once.
await openDevice();

type Tensors = Device["tf"];

/** Codes below a number, many of them alike. */
function codesOf(count: number, rows: number, seed = 1): readonly number[] {
  return [...drawn(count, seed)].map((each) =>
    Math.floor((each + 1) / 2 * rows)
  );
}

/** What reaches a table from rows that were looked up in it. */
function gradient(
  tf: Tensors,
  codes: readonly number[],
  table: Tensor,
  dy: Tensor,
): Tensor {
  const tensor = tf.tensor1d([...codes], "int32");
  return tf.grad((table) => tf.sum(tf.mul(tf.gather(table, tensor), dy)))(
    table,
  );
}

const cases = fc.record({
  rows: fc.constantFrom(1, 2, 3, 10, 43, 500),
  length: fc.constantFrom(1, 2, 3, 4, 6, 8, 13, 64),
  items: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 257)),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

Deno.test("the gradient of a table is the product with one-hot codes", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, length, items, seed }) => {
      const codes = codesOf(items, rows, seed);
      const make = (tf: Tensors) =>
        [
          tensorOf(tf, [rows, length], seed),
          tensorOf(tf, [items, length], seed + 1),
        ] as const;
      const [ours] = await numbersOn("webgpu", (tf) => {
        const [table, dy] = make(tf);
        return [gradient(tf, codes, table, dy)];
      });
      const [product] = await numbersOn("cpu", (tf) => {
        const [, dy] = make(tf);
        // By hand, as `oneHot` takes no table of one row.
        const which = codes.flatMap((code) =>
          Array.from({ length: rows }, (_, row) => Number(row === code))
        );
        const oneHot = tf.tensor2d(which, [items, rows]);
        return [tf.matMul(oneHot, dy as Tensor2D, true)];
      });
      product?.forEach((expected, at) => {
        const off = Math.abs((ours?.[at] ?? NaN) - expected);
        // Up to 257 numbers of at most 1 add up to a few tens.
        assert.ok(off < 1e-5 * Math.max(1, Math.abs(expected)), `${at}`);
      });
    }),
    shapes(60),
  );
});

Deno.test("the gradient of a table adds in the order of the batch", async () => {
  // In any other order the small ones are lost, or more of them are.
  const dy = [1e8, 1, -1e8, 1];
  const [sum] = await numbersOn("webgpu", (tf) => [
    gradient(tf, [1, 1, 1, 1], tf.zeros([2, 1]), tf.tensor2d(dy, [4, 1])),
  ]);
  assert.deepEqual([...sum ?? []], [0, 1]);
});

Deno.test("the gradient of a table has no row for codes that are outside of it", async () => {
  const [sum] = await numbersOn("webgpu", (tf) => [
    gradient(tf, [-1, 2, 0, 7], tf.zeros([2, 4]), tf.ones([4, 4])),
  ]);
  assert.deepEqual([...sum ?? []], [1, 1, 1, 1, 0, 0, 0, 0]);
});

Deno.test("tables of more axes, and codes of more, are the reference's", async () => {
  await assertLikeReference((tf) => {
    const codes = tf.tensor2d([[0, 2, 2], [1, 0, 2]], [2, 3], "int32");
    const table = tensorOf(tf, [4, 3, 2]);
    const dy = tensorOf(tf, [2, 3, 3, 2], 2);
    return [
      tf.grad((table) => tf.sum(tf.mul(tf.gather(table, codes), dy)))(table),
    ];
  });
});

Deno.test("rows that are looked up along another axis are left to tfjs", async () => {
  using watch = new KernelWatch();
  await assertLikeReference((tf) => {
    const table = tensorOf(tf, [3, 4]);
    const codes = tf.tensor1d([1, 3, 1], "int32");
    const dy = tensorOf(tf, [3, 3], 2);
    const look = (table: Tensor) => tf.gather(table, codes, 1);
    return [
      tf.grad((table) => tf.sum(tf.mul(look(table), dy)))(table),
      gradient(tf, [1, 1], table, tensorOf(tf, [2, 4])),
    ];
  });
  assert.equal(watch.ours["gradient of GatherV2"], 1);
  assert.deepEqual(
    watch.fallbacks.filter(({ kernel }) => kernel === "gradient of GatherV2")
      .map(({ calls }) => calls),
    [1],
  );
});
