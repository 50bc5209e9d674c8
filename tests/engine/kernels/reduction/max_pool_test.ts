import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  assertLikeReference,
  type Compute,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

interface Case {
  readonly input: readonly [number, number, number, number];
  readonly filter: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pad: "same" | "valid" | number;
  /** Whether many pixels are alike, as after a ReLU. */
  readonly ties: boolean;
}

function pooling({ input, filter, strides, pad, ties }: Case): Compute {
  return (tf) => {
    const drawn = tensorOf(tf, input, 1);
    const x = (ties ? tf.relu(tf.round(tf.mul(drawn, 2))) : drawn) as Tensor4D;
    const rounding = typeof pad === "number" ? "floor" : undefined;
    const forward = (x: Tensor) =>
      tf.maxPool(x as Tensor4D, [...filter], [...strides], pad, rounding);
    return withGradients(tf, forward, [x]);
  };
}

const side = fc.integer({ min: 1, max: 9 });
const window = fc.integer({ min: 1, max: 4 });
const stride = fc.integer({ min: 1, max: 3 });

const cases: fc.Arbitrary<Case> = fc.record({
  input: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    side,
    side,
    fc.constantFrom(4, 8, 20),
  ),
  filter: fc.tuple(window, window),
  strides: fc.tuple(stride, stride),
  pad: fc.constantFrom("same" as const, "valid" as const, 0, 1),
  ties: fc.boolean(),
}).filter(({ input, filter, strides, pad }) => {
  if (pad === "same") return true;
  const [height, width] = filter;
  if (pad === "valid") return input[1] >= height && input[2] >= width;
  // tfjs takes what is down for what is across where padding is a number.
  return height === width && strides[0] === strides[1] && pad < height &&
    Math.min(input[1], input[2]) + 2 * pad >= height;
});

Deno.test("maxPool and its gradient are those of the reference for any shape of whole fours", async () => {
  const device = await openDevice(); // kept open, so that shaders are compiled once
  await fc.assert(
    fc.asyncProperty(cases, (each) => assertLikeReference(pooling(each))),
    shapes(100),
  );
  device.close();
});

Deno.test("maxPool of a residual network's stem is that of the reference", async () => {
  await assertLikeReference(pooling({
    input: [2, 17, 16, 8],
    filter: [3, 3],
    strides: [2, 2],
    pad: 1,
    ties: true,
  }));
});
