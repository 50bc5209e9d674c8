import assert from "node:assert/strict";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { COMPACT, SHARED } from "../../../../../src/engine/kernels/tuning.ts";
import { inForms } from "../../_convolution.ts";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
  withGradients,
} from "../../_reference.ts";
import { shapes } from "../../_shapes.ts";

interface Case {
  readonly input: readonly [number, number, number, number];
  readonly filter: readonly [number, number];
  readonly multiplier: number;
  readonly stride: number;
  readonly pad: "same" | "valid";
}

/** A depthwise convolution and both its gradients. */
function depthwise({ input, filter, multiplier, stride, pad }: Case): Compute {
  return (tf) => {
    const x = tensorOf(tf, input, 1) as Tensor4D;
    const w = tensorOf(tf, [...filter, input[3], multiplier], 2) as Tensor4D;
    const forward = (x: Tensor, w: Tensor) =>
      tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, stride, pad);
    return withGradients(tf, forward, [x, w]);
  };
}

const side = fc.integer({ min: 1, max: 9 });
const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    side,
    side,
    fc.constantFrom(1, 3, 4, 8, 12, 24),
  ),
  filter: fc.tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
  ),
  multiplier: fc.constantFrom(1, 1, 1, 2),
  stride: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom("same" as const, "valid" as const),
}).filter(({ input, filter, pad }) =>
  pad === "same" || (input[1] >= filter[0] && input[2] >= filter[1])
);

Deno.test("depthwiseConv2d and its gradients are those of the reference for any shape", async () => {
  // In strips, and as where convolutions share memory.
  await inForms([COMPACT, SHARED], () =>
    fc.assert(
      fc.asyncProperty(cases, (each) => assertLikeReference(depthwise(each))),
      shapes(40),
    ));
});

Deno.test("depthwiseConv2d leaves the gradient of a large filter to tfjs", async () => {
  await assertLikeReference(depthwise({
    input: [1, 9, 9, 4],
    filter: [7, 7],
    multiplier: 1,
    stride: 1,
    pad: "same",
  }));
});

Deno.test("depthwiseConv2d and its gradients have the same bits on every run", async () => {
  const compute = depthwise({
    input: [3, 40, 11, 8],
    filter: [3, 3],
    multiplier: 1,
    stride: 2,
    pad: "same",
  });
  assert.deepEqual(
    await numbersOn("webgpu", compute),
    await numbersOn("webgpu", compute),
  );
});
