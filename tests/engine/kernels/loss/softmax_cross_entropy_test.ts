import assert from "node:assert/strict";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  type Device,
  openDevice,
} from "../../../../src/engine/device/open_device.ts";
import { KernelWatch } from "../../../../src/engine/kernels/kernel_watch.ts";
import {
  assertLikeReference,
  type Compute,
  drawn,
  numbersOn,
  tensorOf,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

// Kept open to the end of the file, so that shaders are compiled once.
await openDevice();

/** A batch that is scored. */
interface Scored {
  readonly items: number;
  readonly classes: number;
  /** How far outputs are from 0 at most. */
  readonly size: number;
  readonly smoothing: number;
  /** One class each, or shares of all that add up to 1. */
  readonly soft: boolean;
  readonly seed: number;
}

/** The losses of tfjs' own operation on drawn numbers, and their gradient. */
function scored(given: Scored): Compute {
  return (tf) => {
    const targets = targetsOf(tf, given);
    const { items, classes, size, smoothing, seed } = given;
    const outputs = tf.mul(tensorOf(tf, [items, classes], seed), size);
    const lossOf = (outputs: Tensor) =>
      tf.losses.softmaxCrossEntropy(
        targets,
        outputs,
        undefined,
        smoothing,
        tf.Reduction.NONE,
      );
    const weights = tensorOf(tf, [items], seed + 1);
    const gradient = tf.grad((outputs) =>
      tf.sum(tf.mul(lossOf(outputs), weights))
    )(outputs);
    // A loss that is nearly 0 has no more digits than 1 has, and a gradient no
    // more than the probabilities that it is the difference of.
    return [
      tf.add(lossOf(outputs), 1),
      tf.add(gradient, tf.expandDims(weights, 1)),
    ];
  };
}

function targetsOf(
  tf: Device["tf"],
  { items, classes, soft, seed }: Scored,
): Tensor {
  if (soft) return tf.softmax(tensorOf(tf, [items, classes], seed + 2));
  const numbers = new Float32Array(items * classes);
  drawn(items, seed + 3).forEach((each, item) => {
    numbers[item * classes + Math.floor((each + 1) / 2 * classes)] = 1;
  });
  return tf.tensor2d(numbers, [items, classes]);
}

const cases = fc.record({
  items: fc.integer({ min: 1, max: 70 }),
  classes: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(37, 300)),
  size: fc.constantFrom(0.01, 1, 10, 100),
  smoothing: fc.constantFrom(0, 0.1, 0.9),
  soft: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

Deno.test("softmaxCrossEntropy and its gradient are the reference's for any batch", async () => {
  await fc.assert(
    fc.asyncProperty(cases, (each) => assertLikeReference(scored(each))),
    shapes(60),
  );
});

Deno.test("softmaxCrossEntropy of outputs far apart is finite and exact", async () => {
  const outputs = [[1e4, -1e4, 0], [-1e4, 1e4, 1e4], [-1e4, -1e4, -1e4]];
  const targets = [[0, 1, 0], [0, 0.5, 0.5], [1, 0, 0]];
  const [losses = [], gradient = []] = await numbersOn("webgpu", (tf) => {
    const lossOf = (each: Tensor) =>
      tf.losses.softmaxCrossEntropy(
        tf.tensor2d(targets),
        each,
        undefined,
        0,
        tf.Reduction.NONE,
      );
    const given: Tensor2D = tf.tensor2d(outputs);
    return [lossOf(given), tf.grad((each) => tf.sum(lossOf(each)))(given)];
  });
  const near = (actual: Iterable<number>, expected: readonly number[]) =>
    [...actual].forEach((each, at) => {
      const off = Math.abs(each - (expected[at] ?? NaN));
      assert.ok(off < 1e-6 * Math.max(1, Math.abs(each)), `${each} at ${at}`);
    });
  near(losses, [2e4, Math.log(2), Math.log(3)]);
  near(gradient, [1, -1, 0, 0, 0, 0, -2 / 3, 1 / 3, 1 / 3]);
});

Deno.test("softmaxCrossEntropy says so where an output is not a number", async () => {
  const [losses = []] = await numbersOn("webgpu", (tf) => [
    tf.losses.softmaxCrossEntropy(
      tf.tensor2d([[1, 0], [1, 0], [1, 0]]),
      tf.tensor2d([[0, NaN], [Infinity, 0], [0, 0]]),
      undefined,
      0,
      tf.Reduction.NONE,
    ),
  ]);
  assert.deepEqual([...losses].map(Number.isNaN), [true, true, false]);
});

Deno.test("softmaxCrossEntropy is one kernel, and its gradient another", async () => {
  const given = { items: 5, classes: 3, size: 1, smoothing: 0.1, seed: 1 };
  using watch = new KernelWatch();
  await numbersOn("webgpu", scored({ ...given, soft: false }));
  const { SoftmaxCrossEntropy, SoftmaxCrossEntropyGradient } = watch.ours;
  assert.deepEqual([SoftmaxCrossEntropy, SoftmaxCrossEntropyGradient], [2, 1]);
  assert.deepEqual([watch.others.Exp, watch.others.Log], [
    undefined,
    undefined,
  ]);
});

Deno.test("softmaxCrossEntropy with weights, or as a mean, is left to tfjs", async () => {
  await assertLikeReference((tf) => {
    const outputs = tensorOf(tf, [4, 3]);
    const targets = tf.oneHot(tf.tensor1d([0, 2, 1, 1], "int32"), 3);
    const floats = tf.cast(targets, "float32");
    const { softmaxCrossEntropy } = tf.losses;
    return [
      softmaxCrossEntropy(floats, outputs),
      softmaxCrossEntropy(floats, outputs, tf.tensor1d([1, 2, 0, 4])),
      softmaxCrossEntropy(targets, outputs, undefined, 0, tf.Reduction.NONE),
    ];
  });
});
