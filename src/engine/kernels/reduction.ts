import * as tf from "@tensorflow/tfjs-core";
import type { SumAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import { areFloats } from "./_floats.ts";
import type { KernelCall } from "./override.ts";
import { type MiddleShape, sumMiddle } from "./sum_middle.ts";

type Call = KernelCall<"x", SumAttrs>;

/** `Sum` along neighbouring axes that leave the channels. */
export function sum(call: Call): TensorInfo | undefined {
  return reduce(call, () => 1);
}

/** `Mean` along neighbouring axes that leave the channels. */
export function mean(call: Call): TensorInfo | undefined {
  return reduce(call, ({ length }) => length);
}

function reduce(
  { inputs: { x }, attrs, backend }: Call,
  divisor: (shape: MiddleShape) => number,
): TensorInfo | undefined {
  if (!areFloats(x)) return undefined;
  const axes = tf.util.parseAxisParam(attrs.axis, x.shape);
  const middle = viewAsMiddle(x.shape, axes);
  if (middle === undefined) return undefined;
  const shape = attrs.keepDims
    ? x.shape.map((length, axis) => axes.includes(axis) ? 1 : length)
    : x.shape.filter((_, axis) => !axes.includes(axis));
  return sumMiddle(backend, x, middle, shape, divisor(middle));
}

/**
 * The tensor as [outer, length, inner] such that the axes are `length`. None if
 * they are not neighbours, or leave no four channels after them: tfjs adds up
 * along the last axis well, and moves all others there first.
 */
export function viewAsMiddle(
  shape: readonly number[],
  axes: readonly number[],
): MiddleShape | undefined {
  const first = Math.min(...axes);
  const end = Math.max(...axes) + 1;
  if (axes.length === 0 || end - first !== axes.length) return undefined;
  const inner = sizeOf(shape.slice(end));
  if (inner % 4 !== 0) return undefined;
  return {
    outer: sizeOf(shape.slice(0, first)),
    length: sizeOf(shape.slice(first, end)),
    inner,
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
