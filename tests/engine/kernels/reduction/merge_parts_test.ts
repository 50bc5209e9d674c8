import assert from "node:assert/strict";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  cutFor,
  ON_GPU,
  wantedInvocations,
} from "../../../../src/engine/kernels/parallelism.ts";
import { chooseParts } from "../../../../src/engine/kernels/reduction/sum_middle.ts";
import {
  assertLikeReference,
  type Compute,
  tensorOf,
  withGradients,
} from "../_reference.ts";
import { shapes } from "../_shapes.ts";

/** Does something while work is cut as for a GPU. */
async function asOnGpu(what: () => Promise<void>): Promise<void> {
  const device = await openDevice();
  const before = wantedInvocations();
  try {
    cutFor(ON_GPU);
    await what();
  } finally {
    cutFor(before);
    device.close();
  }
}

/** Rows that are normalised by their own moments, and added up. */
function ofRows(rows: number, channels: number): Compute {
  return (tf) => {
    const forward = (x: Tensor, scale: Tensor, offset: Tensor) => {
      const { mean, variance } = tf.moments(x, [0]);
      const normal = tf.batchNorm(
        x,
        mean as Tensor1D,
        variance as Tensor1D,
        offset as Tensor1D,
        scale as Tensor1D,
        0.1,
      );
      return tf.add(normal, tf.sum(x, 0));
    };
    return withGradients(tf, forward, [
      tensorOf(tf, [rows, channels], 1),
      tensorOf(tf, [channels], 2),
      tensorOf(tf, [channels], 3),
    ]);
  };
}

Deno.test("a GPU is given many parts, and groups make one of them", async () => {
  const rows = fc.integer({ min: 3, max: 12_000 });
  const channels = fc.constantFrom(4, 8, 12);
  await asOnGpu(async () => {
    // Some of the shapes have more parts than one invocation adds up.
    assert.ok(chooseParts(12_000, 1) > 256);
    await fc.assert(
      fc.asyncProperty(
        rows,
        channels,
        (...shape) => assertLikeReference(ofRows(...shape)),
      ),
      shapes(20),
    );
  });
});
