import assert from "node:assert/strict";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  assertLikeReference,
  type Compute,
  numbersOn,
  tensorOf,
  withGradients,
} from "../_reference.ts";

/** A batch normalised by its own moments, with the gradients of all it depends on. */
function ownMoments(shape: readonly number[]): Compute {
  return (tf) => {
    const channels = shape.at(-1) ?? 1;
    const x = tensorOf(tf, shape, 1);
    const scale = tensorOf(tf, [channels], 2);
    const offset = tensorOf(tf, [channels], 3);
    const axes = shape.slice(0, -1).map((_, axis) => axis);
    const forward = (x: Tensor, scale: Tensor, offset: Tensor) => {
      const { mean, variance } = tf.moments(x, axes);
      return tf.batchNorm(
        x,
        mean as Tensor1D,
        variance as Tensor1D,
        offset as Tensor1D,
        scale as Tensor1D,
        1e-3,
      );
    };
    return withGradients(tf, forward, [x, scale, offset]);
  };
}

for (
  const [name, shape] of [
    ["images", [3, 5, 7, 8]],
    ["many rows, in parts", [4, 20, 20, 4]],
    ["a table", [33, 12]],
    ["channels that are no fours", [4, 3, 3, 6]],
  ] as const
) {
  Deno.test(`batchNorm by own moments and its gradients are the reference's for ${name}`, async () => {
    await assertLikeReference(ownMoments(shape));
  });
}

Deno.test("batchNorm by given moments and its gradients are the reference's", async () => {
  for (const shape of [[2, 4, 5, 8], [6, 4], [2, 3, 3, 5]]) {
    await assertLikeReference((tf) => {
      const channels = shape.at(-1) ?? 1;
      const given = [
        tensorOf(tf, shape, 2),
        tensorOf(tf, [channels], 3),
        tf.abs(tensorOf(tf, [channels], 4)),
        tensorOf(tf, [channels], 5),
        tensorOf(tf, [channels], 6),
      ];
      const forward = (...[x, mean, variance, offset, scale]: Tensor[]) =>
        tf.batchNorm(
          x as Tensor,
          mean as Tensor1D,
          variance as Tensor1D,
          offset as Tensor1D,
          scale as Tensor1D,
        );
      return withGradients(tf, forward, given);
    });
  }
});

Deno.test("batchNorm without offset or scale is left to tfjs", async () => {
  await assertLikeReference((tf) => {
    const x = tensorOf(tf, [5, 8]);
    const { mean, variance } = tf.moments(x, [0]);
    return [tf.batchNorm(x, mean as Tensor1D, variance as Tensor1D)];
  });
});

Deno.test("moments are differentiated where they are used on their own", async () => {
  await assertLikeReference((tf) => {
    const x = tensorOf(tf, [2, 6, 3, 8], 1);
    const weights = [tensorOf(tf, [8], 2), tensorOf(tf, [8], 3)] as const;
    const weigh = (x: Tensor) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.add(
        tf.sum(tf.mul(mean, weights[0])),
        tf.sum(tf.mul(variance, weights[1])),
      );
    };
    return [weigh(x) as Tensor, tf.grad((x) => weigh(x) as never)(x)];
  });
});

Deno.test("moments lose no digits to a mean far from zero", async () => {
  const device = await openDevice();
  const { tf } = device;
  // 1000 +- 0.5: E[x^2] - E[x]^2 in 32 bits would be off by a tenth.
  const rows = Array.from(
    { length: 256 },
    (_, i) => Array(4).fill(1000 + (i % 2 - 0.5)),
  );
  const [mean, variance] = tf.tidy(() => {
    const moments = tf.moments(tf.tensor2d(rows), [0]);
    return [moments.mean, moments.variance];
  });
  assert.deepEqual([...await mean.data()], [1000, 1000, 1000, 1000]);
  assert.deepEqual([...await variance.data()], [0.25, 0.25, 0.25, 0.25]);
  tf.dispose([mean, variance]);
  device.close();
});

Deno.test("batchNorm and its gradients have the same bits on every run", async () => {
  const compute = ownMoments([4, 17, 13, 12]);
  assert.deepEqual(
    await numbersOn("webgpu", compute),
    await numbersOn("webgpu", compute),
  );
});
