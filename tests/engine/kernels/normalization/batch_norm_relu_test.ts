import assert from "node:assert/strict";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import type {
  BatchNormalization,
  Tensors,
} from "../../../../src/flow/stage/tensors.ts";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

interface Case {
  /** The last of them are channels. */
  readonly shape: readonly number[];
  readonly added: boolean;
  /** Whether mean and variance are those of the batch. */
  readonly own: boolean;
}

/** How a batch is normalised, added to and cut off. */
type Way = (
  tf: Tensors,
  x: Tensor,
  used: BatchNormalization,
  added: Tensor | undefined,
) => Tensor;

const composed: Way = (tf, x, { epsilon, ...used }, added) => {
  const { mean, variance, offset, scale } = used as Record<
    keyof typeof used,
    Tensor1D
  >;
  const normal = tf.batchNorm(x, mean, variance, offset, scale, epsilon);
  return tf.relu(added ? tf.add(normal, added) : normal);
};

const fused: Way = (tf, x, used, added) => {
  const ours = tf.batchNormRelu?.(x, used, added);
  const fits = tf.getBackend() === "webgpu" && (x.shape.at(-1) ?? 0) % 4 === 0;
  assert.equal(ours !== undefined, fits);
  return ours ?? composed(tf, x, used, added);
};

function normalizing({ shape, added, own }: Case, way = fused): Compute {
  return (tf) => {
    const channels = [shape.at(-1) ?? 1];
    const given = {
      mean: tensorOf(tf, channels, 5),
      variance: tensorOf(tf, channels, 6),
    };
    const axes = shape.slice(0, -1).map((_, axis) => axis);
    const forward = (...[x, scale, offset, sum]: Tensor[]) => {
      if (!x || !scale || !offset) throw new TypeError("Nothing to normalise");
      const { mean, variance } = own
        ? tf.moments(x, axes)
        : { ...given, variance: tf.abs(given.variance) };
      // Few rows are almost what their moments say: with a small epsilon, what
      // of a gradient is left after that would be rounding for the most part.
      return way(tf, x, { mean, variance, scale, offset, epsilon: 0.1 }, sum);
    };
    return withGradients(tf, forward, [
      tensorOf(tf, shape, 1),
      tensorOf(tf, channels, 2),
      tensorOf(tf, channels, 3),
      ...added ? [tensorOf(tf, shape, 4)] : [],
    ]);
  };
}

const side = fc.integer({ min: 1, max: 9 });
const channels = fc.constantFrom(1, 3, 4, 6, 8, 12, 20, 36);

const cases: fc.Arbitrary<Case> = fc.record({
  shape: fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, channels),
    fc.tuple(fc.integer({ min: 1, max: 70 }), channels),
  ),
  added: fc.boolean(),
  own: fc.boolean(),
}).filter(({ shape, own }) =>
  // What is normalised by itself alone is 0 whatever it was.
  !own || shape.slice(0, -1).reduce((rows, side) => rows * side, 1) > 2
);

Deno.test("batchNormRelu and its gradients are those of the reference for any shape", async () => {
  const device = await openDevice(); // kept open, so that shaders are compiled once
  await fc.assert(
    fc.asyncProperty(cases, (each) => assertLikeReference(normalizing(each))),
    shapes(60),
  );
  device.close();
});

Deno.test("batchNormRelu has the bits of the operations that it stands for", async () => {
  for (const added of [false, true]) {
    for (const shape of [[4, 17, 13, 12], [33, 8]]) {
      const each = { shape, added, own: true };
      assert.deepEqual(
        await numbersOn("webgpu", normalizing(each)),
        await numbersOn("webgpu", normalizing(each, composed)),
      );
    }
  }
});

Deno.test("batchNormRelu leaves what is added in another shape to tfjs", async () => {
  const { tf, close } = await openDevice();
  tf.tidy(() => {
    const x = tf.ones([3, 4]);
    const [mean, scale] = [tf.zeros([4]), tf.ones([4])];
    const used = { mean, variance: scale, offset: mean, scale, epsilon: 0.1 };
    assert.equal(
      (tf as Tensors).batchNormRelu?.(x, used, tf.ones([1, 4])),
      undefined,
    );
  });
  close();
});

Deno.test("batchNormRelu lets pass what is no number, as tfjs' ReLU does", async () => {
  const { tf, close } = await openDevice();
  const y = tf.tidy(() => {
    const [mean, scale] = [tf.zeros([4]), tf.ones([4])];
    const used = { mean, variance: scale, offset: mean, scale, epsilon: 0 };
    const x = tf.tensor2d([[NaN, Infinity, -Infinity, -1]]);
    return (tf as Tensors).batchNormRelu?.(x, used);
  });
  assert.deepEqual([...await y?.data() ?? []], [NaN, Infinity, 0, 0]);
  y?.dispose();
  close();
});
