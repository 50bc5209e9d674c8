import * as tf from "@tensorflow/tfjs-core";
import type { MaxAttrs, SumAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import type { KernelCall } from "../override.ts";
import { maxMiddle } from "./max_middle.ts";
import type { Backend } from "../program.ts";
import { type MiddleShape, sumMiddle } from "./sum_middle.ts";

type Call = KernelCall<"x", SumAttrs>;

/** Makes a tensor of `shape` from one seen as [outer, length, inner]. */
type Reduce = (
  backend: Backend,
  x: TensorInfo,
  middle: MiddleShape,
  shape: readonly number[],
) => TensorInfo;

/** `Sum` along neighbouring axes that leave the channels. */
export function sum(call: Call): TensorInfo | undefined {
  return reduce(call, sumMiddle);
}

/** `Mean` along neighbouring axes that leave the channels. */
export function mean(call: Call): TensorInfo | undefined {
  return reduce(
    call,
    (backend, x, middle, shape) =>
      sumMiddle(backend, x, middle, shape, middle.length),
  );
}

/** `Max` along neighbouring axes that leave the channels. */
export function max(
  { inputs, attrs, backend }: KernelCall<"x", MaxAttrs>,
): TensorInfo | undefined {
  const { reductionIndices: axis, keepDims } = attrs;
  return reduce({ inputs, attrs: { axis, keepDims }, backend }, maxMiddle);
}

function reduce(
  { inputs: { x }, attrs, backend }: Call,
  compute: Reduce,
): TensorInfo | undefined {
  if (!areFloats(x)) return undefined;
  const axes = tf.util.parseAxisParam(attrs.axis, x.shape);
  const middle = viewAsMiddle(x.shape, axes);
  if (middle === undefined) return undefined;
  const shape = attrs.keepDims
    ? x.shape.map((length, axis) => axes.includes(axis) ? 1 : length)
    : x.shape.filter((_, axis) => !axes.includes(axis));
  return compute(backend, x, middle, shape);
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
  const inner = tf.util.sizeFromShape(shape.slice(end));
  if (inner % 4 !== 0) return undefined;
  return {
    outer: tf.util.sizeFromShape(shape.slice(0, first)),
    length: tf.util.sizeFromShape(shape.slice(first, end)),
    inner,
  };
}
