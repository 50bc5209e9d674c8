import assert from "node:assert/strict";
import type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
} from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  COMPACT,
  SHARED,
  UNROLLED,
} from "../../../../src/engine/kernels/tuning.ts";
import { type Case, convolution, fits, inForms } from "../_convolution.ts";
import {
  type Compute,
  numbersOn,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";
import { assertNearReference, stored } from "./_halves.ts";

const side = fc.integer({ min: 1, max: 9 });
const channels = fc.oneof(
  fc.constantFrom(4, 8, 12, 16, 20),
  fc.integer({ min: 1, max: 9 }),
);
const stride = fc.integer({ min: 1, max: 2 });
const kernel = fc.constantFrom(1, 2, 3, 3, 3, 5);

const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(fc.integer({ min: 1, max: 9 }), side, side, channels),
  filter: fc.tuple(kernel, kernel),
  outChannels: channels,
  strides: fc.tuple(stride, stride),
  pad: fc.constantFrom("same" as const, "valid" as const),
}).filter(fits);

Deno.test("conv2d of halves and its gradients are near the reference's for any shape, in each form", async () => {
  await inForms([COMPACT, UNROLLED, SHARED], () =>
    fc.assert(
      fc.asyncProperty(cases, (each) => assertNearReference(convolution(each))),
      shapes(15),
    ));
});

Deno.test("conv2d reads pixels that are halves already, and so does the gradient of its filter", async () => {
  const second: Compute = (tf) => {
    const given = [
      tensorOf(tf, [3, 7, 6, 4], 1),
      tensorOf(tf, [3, 3, 4, 8], 2),
      tensorOf(tf, [3, 3, 8, 12], 3),
    ];
    return withGradients(
      tf,
      (x, first, then) =>
        tf.conv2d(
          tf.relu(tf.conv2d(x as Tensor4D, first as Tensor4D, 1, "same")),
          then as Tensor4D,
          1,
          "same",
        ),
      given,
    );
  };
  await inForms(
    [COMPACT, UNROLLED, SHARED],
    () => assertNearReference(second),
  );
});

Deno.test("depthwise convolutions of halves are near the reference's", async () => {
  await assertNearReference((tf) =>
    withGradients(
      tf,
      (x, wide, deep) =>
        tf.depthwiseConv2d(
          tf.conv2d(x as Tensor4D, wide as Tensor4D, 1, "same"),
          deep as Tensor4D,
          2,
          "same",
        ),
      [
        tensorOf(tf, [2, 7, 6, 4], 1),
        tensorOf(tf, [1, 1, 4, 8], 2),
        tensorOf(tf, [3, 3, 8, 1], 3),
      ],
    )
  );
});

Deno.test("products of matrices in halves and their gradients are near the reference's", async () => {
  const size = fc.integer({ min: 1, max: 33 });
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      size,
      (rows, inner, columns) =>
        assertNearReference((tf) =>
          withGradients(
            tf,
            (a, b) => tf.matMul(a as Tensor2D, b as Tensor2D),
            [tensorOf(tf, [rows, inner], 1), tensorOf(tf, [inner, columns], 2)],
          )
        ),
    ),
    shapes(10),
  );
});

/** A convolution, and what a residual network does to what it gives. */
const block: Compute = (tf) => {
  const forward = (...given: Tensor[]) => {
    const [x, filter, scale, offset] = given as [
      Tensor4D,
      Tensor4D,
      Tensor1D,
      Tensor1D,
    ];
    const y = tf.conv2d(x, filter, 1, "same");
    const { mean, variance } = tf.moments(y, [0, 1, 2]);
    const normal = tf.batchNorm(
      y,
      mean as Tensor1D,
      variance as Tensor1D,
      offset,
      scale,
      1e-3,
    );
    const sum = tf.relu(tf.add(normal, y));
    return tf.mean(tf.maxPool(sum as Tensor4D, 3, 2, "same"), [1, 2]);
  };
  return withGradients(tf, forward, [
    tensorOf(tf, [3, 9, 8, 4], 1),
    tensorOf(tf, [3, 3, 4, 8], 2),
    tensorOf(tf, [8], 3),
    tensorOf(tf, [8], 4),
  ]);
};

Deno.test("a residual block of halves and its gradients are near the reference's", async () => {
  await assertNearReference(block);
});

Deno.test("rectifiers up to 6 and their gradients do halves as the reference does floats", async () => {
  await assertNearReference((tf) =>
    withGradients(
      tf,
      (x, filter) =>
        tf.clipByValue(
          tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, "same"),
          0,
          0.75,
        ),
      [tensorOf(tf, [2, 6, 6, 4], 1), tensorOf(tf, [3, 3, 4, 8], 2)],
    )
  );
});

Deno.test("what is not finite in halves stays so", async () => {
  const [numbers] = await numbersOn(
    "webgpu",
    stored((tf) => {
      const x = tf.tensor4d([1e30, -1e30, NaN, 1], [1, 1, 1, 4]);
      const same = tf.tensor4d(tf.eye(4).arraySync().flat(), [1, 1, 4, 4]);
      // Every sum has a zero times what is not finite.
      const y = tf.conv2d(x, same as Tensor4D, 1, "same");
      return [tf.concat([y, tf.relu(y), tf.clipByValue(y, 0, 6)])];
    }),
  );
  assert.ok(numbers?.every(Number.isNaN));
});

Deno.test("what kernels of tfjs alone compute, they compute of halves, too", async () => {
  await assertNearReference((tf) =>
    withGradients(
      tf,
      (x, filter) => {
        const y = tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, "same");
        const pooled = tf.avgPool(tf.tanh(y), 2, 2, "valid");
        const wider = tf.pad(pooled, [[0, 0], [0, 0], [0, 0], [2, 2]]);
        return tf.concat([tf.max(wider, [1, 2]), tf.mean(y, [1, 2])], 1);
      },
      [tensorOf(tf, [2, 6, 6, 4], 1), tensorOf(tf, [3, 3, 4, 8], 2)],
    )
  );
});
