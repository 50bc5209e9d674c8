/**
 * What the processor tells the device at each step: the only numbers of a
 * recorded step that change when it is replayed.
 *
 * @module
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/** Numbers on the processor. */
export type Numbers = readonly number[] | Float32Array;

/** A tensor to be filled with numbers at each step. */
export interface Feed<Moment> {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  /** As many as the shape has; asked once a step. */
  readonly numbers: (moment: Moment) => Numbers;
}

/** Gives a step what it does not find on the device. */
export interface Feeds<Moment> {
  /** The numbers of this step, on the device; the caller disposes them. */
  fill(feed: Feed<Moment>): Tensor;
  /** What is on the device already; still the owner's. */
  take(pick: (moment: Moment) => Tensor): Tensor;
}

/** The feeds of a step for what sees a part of its moment. */
export function feedsWithin<Moment, Part>(
  feeds: Feeds<Moment>,
  part: (moment: Moment) => Part,
): Feeds<Part> {
  return {
    fill: ({ numbers, ...feed }) =>
      feeds.fill({ ...feed, numbers: (moment) => numbers(part(moment)) }),
    take: (pick) => feeds.take((moment) => pick(part(moment))),
  };
}

/** The part of tfjs' WebGPU backend that brings numbers to the device. */
interface Uploading {
  uploadToGPU(dataId: Tensor["dataId"]): void;
}

/**
 * Brings a tensor to the device at once. tfjs computes on the processor while
 * all that it needs is small and there, in other roundings than a shader.
 */
export function onDevice(tf: Tensors, tensor: Tensor): Tensor {
  const backend = tf.backend();
  // Only the WebGPU backend has it: on the processor everything is there.
  if ("uploadToGPU" in backend) {
    (backend as unknown as Uploading).uploadToGPU(tensor.dataId);
  }
  return tensor;
}

/** The feeds of a step that is done once, as it is said. */
export function feedsOf<Moment>(tf: Tensors, moment: Moment): Feeds<Moment> {
  return {
    fill: ({ shape, dtype, numbers }) => {
      const values = numbers(moment);
      const array = values instanceof Float32Array ? values : [...values];
      return onDevice(tf, tf.tensor(array, [...shape], dtype));
    },
    take: (pick) => pick(moment),
  };
}
