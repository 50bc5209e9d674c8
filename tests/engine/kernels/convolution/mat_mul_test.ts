import assert from "node:assert/strict";
import fc from "fast-check";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { KernelWatch } from "../../../../src/engine/kernels/kernel_watch.ts";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

interface Case {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A product of matrices, and its gradients where nothing is transposed. */
function product(
  { rows, inner, columns, transposeA, transposeB }: Case,
): Compute {
  return (tf) => {
    const a = tensorOf(tf, transposeA ? [inner, rows] : [rows, inner], 1);
    const b = tensorOf(tf, transposeB ? [columns, inner] : [inner, columns], 2);
    const forward = (a: Tensor, b: Tensor) =>
      tf.matMul(a, b, transposeA, transposeB);
    return withGradients(tf, forward, [a, b]);
  };
}

const size = fc.constantFrom(1, 2, 3, 4, 7, 8, 17, 32, 70);

Deno.test("matMul and its gradients are those of the reference for any shape", async () => {
  const device = await openDevice(); // kept open, so that shaders are compiled once
  const cases = fc.record({
    rows: size,
    inner: size,
    columns: size,
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, (each) => assertLikeReference(product(each))),
    shapes(40),
  );
  device.close();
});

Deno.test("matMul of many pairs, or of one with many, is left to tfjs", async () => {
  await assertLikeReference((tf) => [
    tf.matMul(tensorOf(tf, [3, 4, 5], 1), tensorOf(tf, [3, 5, 6], 2)),
    tf.matMul(tensorOf(tf, [1, 4, 5], 1), tensorOf(tf, [3, 5, 6], 2)),
    tf.matMul(tensorOf(tf, [3, 4, 5], 1), tensorOf(tf, [5, 6], 2) as Tensor2D),
  ]);
});

Deno.test("matMul has the same bits on every run", async () => {
  const compute = product({
    rows: 32,
    inner: 256,
    columns: 64,
    transposeA: false,
    transposeB: false,
  });
  assert.deepEqual(
    await numbersOn("webgpu", compute),
    await numbersOn("webgpu", compute),
  );
});

Deno.test("matMul of two matrices is ours, with as many axes as were given", async () => {
  const device = await openDevice();
  const { tf } = device;
  using watch = new KernelWatch();
  const shapes = tf.tidy(() =>
    [
      tf.matMul(tensorOf(tf, [4, 5], 1), tensorOf(tf, [5, 6], 2)),
      tf.matMul(tensorOf(tf, [1, 4, 5], 1), tensorOf(tf, [1, 5, 6], 2)),
      tf.matMul(tensorOf(tf, [1, 4, 5], 1), tensorOf(tf, [5, 6], 2) as Tensor),
    ].map(({ shape }) => shape)
  );
  assert.deepEqual(shapes, [[4, 6], [1, 4, 6], [1, 4, 6]]);
  assert.deepEqual(watch.fallbacks, []);
  device.close();
});
