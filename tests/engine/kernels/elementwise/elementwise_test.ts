import assert from "node:assert/strict";
import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { OPERATIONS } from "../../../../src/engine/kernels/elementwise/broadcast.ts";
import { assertLikeReference, tensorOf } from "../_reference.ts";
import { shapes } from "../_shapes.ts";

const SHAPES: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[3, 5, 2, 8], [8]],
  [[4], [2, 3, 4]],
  [[2, 3, 3, 12], [1, 1, 1, 12]],
  [[2, 3, 5], [5]],
  [[2, 4], [2, 4]],
  [[3, 4], []],
  [[3, 1, 4], [1, 2, 4]],
];

for (const operation of Object.keys(OPERATIONS)) {
  Deno.test(`${operation} is the reference's for any way to broadcast`, async () => {
    await assertLikeReference((tf) =>
      SHAPES.map(([a, b]) =>
        tf.engine().runKernel(operation, {
          a: tensorOf(tf, a, 1),
          b: tensorOf(tf, b, 2),
        }) as Tensor
      )
    );
  });
}

Deno.test("integers that were cast to floats are the reference's in any kernel", async () => {
  await assertLikeReference((tf) => {
    const cast = (...shape: number[]) => {
      const bytes = Int32Array.from({ length: 64 }, (_, at) => (at * 37) % 11);
      const size = shape.reduce((product, length) => product * length, 1);
      const whole = tf.tensor(bytes.subarray(0, size), shape, "int32");
      return tf.cast(whole, "float32");
    };
    const x = cast(2, 2, 2, 4);
    return [
      tf.mul(x, tensorOf(tf, [4])),
      tf.mul(tensorOf(tf, [4]), x),
      tf.sum(x, 0),
      tf.mean(x, [1, 2]),
      tf.max(x, [1, 2]),
      tf.matMul(cast(2, 8), tensorOf(tf, [8, 4]) as Tensor2D),
      tf.conv2d(
        x as Tensor4D,
        tensorOf(tf, [1, 1, 4, 4]) as Tensor4D,
        1,
        "valid",
      ),
      // A mask of integers is what the gradient of a maximum multiplies by.
      tf.grad((x) => tf.max(x, [1, 2]))(tensorOf(tf, [1, 2, 2, 4])),
    ];
  });
});

Deno.test("sum, mean and max are the reference's along any axes", async () => {
  const device = await openDevice(); // kept open, so that shaders are compiled once
  const lengths = fc.array(fc.constantFrom(1, 2, 3, 4, 8, 40), {
    minLength: 1,
    maxLength: 4,
  });
  const cases = lengths.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axes: fc.subarray(shape.map((_, axis) => axis), { minLength: 1 }),
      keepDims: fc.boolean(),
    })
  );
  await fc.assert(
    fc.asyncProperty(
      cases,
      ({ shape, axes, keepDims }) =>
        assertLikeReference((tf) => {
          // One sign, so that the sum is no smaller than what it is made of.
          const x = tf.abs(tensorOf(tf, shape));
          const mean = (x: Tensor) => tf.mean(x, axes, keepDims);
          return [
            tf.sum(x, axes, keepDims),
            mean(x),
            tf.max(tensorOf(tf, shape), axes, keepDims),
            tf.grad((x) => tf.sum(tf.square(mean(x))))(x),
          ];
        }),
    ),
    shapes(40),
  );
  device.close();
});

Deno.test("long sums along the first axis keep their digits", async () => {
  await assertLikeReference((tf) => [
    tf.sum(tf.abs(tensorOf(tf, [20_000, 4])), 0),
    tf.mean(tf.abs(tensorOf(tf, [2, 3_000, 8])), 1),
  ]);
});

Deno.test("clipByValue passes the gradient within its bounds, both included", async () => {
  for (const size of [8, 6]) {
    const device = await openDevice();
    const { tf } = device;
    const x = tf.tensor1d([-1, 0, 0.5, 6, 7, NaN, 3, 6.5].slice(0, size));
    const gradient = tf.grad((x) => tf.sum(tf.clipByValue(x, 0, 6)))(x);
    assert.deepEqual(
      [...await gradient.data()],
      [0, 1, 1, 1, 0, 0, 1, 0].slice(0, size),
    );
    tf.dispose([x, gradient]);
    device.close();
  }
});

Deno.test("relu passes the gradient above 0, and none at 0", async () => {
  await assertLikeReference((tf) => {
    const x = tf.relu(tensorOf(tf, [3, 5, 8])); // zeros of either sign
    const mixed = tf.sub(x, tf.mul(x, tensorOf(tf, [3, 5, 8], 2)));
    return [mixed, tf.neg(x)].map((each) =>
      tf.grad((x) => tf.sum(tf.mul(tf.relu(x), tensorOf(tf, [3, 5, 8], 3))))(
        each,
      )
    );
  });
});
