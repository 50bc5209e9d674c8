import assert from "node:assert/strict";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  type Device,
  openDevice,
} from "../../../src/engine/device/open_device.ts";

type Tensors = Device["tf"];

/** Makes tensors in a tidy; each of them is compared. */
export type Compute = (tf: Tensors) => readonly Tensor[];

/** The numbers of each tensor that `compute` makes, on one backend. */
export async function numbersOn(
  backend: "webgpu" | "cpu",
  compute: Compute,
): Promise<Float32Array[]> {
  const device = await openDevice({ backend });
  const { tf } = device;
  const before = device.memory().tensors;
  const buffersBefore = tf.engine().backend.numDataIds();
  const tensors = tf.tidy(() => [...compute(tf)]);
  try {
    const numbers = await Promise.all(tensors.map((tensor) => tensor.data()));
    await device.settle();
    tf.dispose(tensors);
    assert.equal(device.memory().tensors, before, "all tensors are freed");
    const buffers = tf.engine().backend.numDataIds();
    assert.equal(
      buffers,
      buffersBefore,
      "so is what the kernels made on the way",
    );
    return numbers.map((each) => Float32Array.from(each));
  } finally {
    device.close();
  }
}

/** What the reference made, for all forms of kernels that are held to it. */
const references = new WeakMap<Compute, readonly Float32Array[]>();

/** The numbers of the reference. */
async function referenceOf(
  compute: Compute,
): Promise<readonly Float32Array[]> {
  const known = references.get(compute) ?? await numbersOn("cpu", compute);
  references.set(compute, known);
  return known;
}

/** How far ours may be from the reference. */
export interface Likeness {
  /** Of the largest number: 1e-5 unless told. */
  readonly tolerance?: number;
  /** What ours do instead, to come to the same. */
  readonly ours?: Compute;
}

/**
 * Fails unless both backends make the same numbers, up to 1e-5 of the largest:
 * they add in another order, which costs a few units of the 24th bit.
 */
export async function assertLikeReference(
  compute: Compute,
  { tolerance = 1e-5, ours: own = compute }: Likeness = {},
): Promise<void> {
  const ours = await numbersOn("webgpu", own);
  const theirs = await referenceOf(compute);
  theirs.forEach((expected, at) => {
    const actual = ours[at] ?? new Float32Array();
    assert.equal(actual.length, expected.length);
    const largest = expected.reduce(
      (max, each) => Math.max(max, Math.abs(each)),
      1e-30,
    );
    expected.forEach((each, i) => {
      const error = Math.abs((actual[i] ?? NaN) - each) / largest;
      assert.ok(
        error < tolerance,
        `number ${i} of tensor ${at} is ${actual[i]}, not ${each}`,
      );
    });
  });
}

/** Numbers in [-1, 1] that are the same on every run. */
export function drawn(size: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A drawn tensor. */
export function tensorOf(
  tf: Tensors,
  shape: readonly number[],
  seed = 1,
): Tensor {
  return tf.tensor(
    drawn(shape.reduce((a, b) => a * b, 1), seed),
    [...shape],
    "float32",
  );
}

/** What tensors make, and the gradient of each where the result's is drawn. */
export function withGradients(
  tf: Tensors,
  forward: (...given: Tensor[]) => Tensor,
  given: Tensor[],
): readonly Tensor[] {
  const y = forward(...given);
  const dy = tensorOf(tf, y.shape, 9); // like none of the tests' own
  const gradients = tf.grads((...each) => tf.sum(tf.mul(forward(...each), dy)))(
    given,
  );
  assert.ok(given.every((_, at) => gradients[at]));
  return [y, ...gradients];
}
