import type { BatchMatMulAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import {
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
} from "./convolution.ts";
import type { KernelCall } from "../override.ts";

/** A filter of one pixel that moves by one. */
const ONE_BY_ONE = {
  strides: 1,
  pad: "valid",
  dataFormat: "NHWC",
  dilations: 1,
} as const;

/** `[rows, columns]` of a matrix that is alone, under whatever axes of 1. */
type Sides = readonly [rows: number, columns: number];

function sidesOf({ shape }: TensorInfo): Sides | undefined {
  const [columns = 1, rows = 1, ...others] = [...shape].reverse();
  return others.every((count) => count === 1) ? [rows, columns] : undefined;
}

/**
 * `BatchMatMul` of one pair of matrices, as a convolution of images of one
 * pixel: tfjs' own waits at barriers, where software adapters spend most of it.
 */
export function batchMatMul(
  { inputs: { a, b }, attrs, backend }: KernelCall<"a" | "b", BatchMatMulAttrs>,
): TensorInfo | undefined {
  const [left, right] = [sidesOf(a), sidesOf(b)];
  if (left === undefined || right === undefined) return undefined;
  if ([...left, ...right].includes(0)) return undefined;
  const [rows, columns] = left;
  const [inner, across] = right;
  const pixels = (x: TensorInfo, [count, channels]: Sides): TensorInfo => ({
    ...x,
    shape: [count, 1, 1, channels],
  });
  const filter: TensorInfo = { ...b, shape: [1, 1, inner, across] };
  const axes = Math.max(a.shape.length, b.shape.length);
  const as = (
    result: TensorInfo | undefined,
    ...sides: Sides
  ): TensorInfo | undefined =>
    result && { ...result, shape: [...Array(axes - 2).fill(1), ...sides] };
  if (attrs.transposeA) {
    if (attrs.transposeB) return undefined;
    const filterShape: [number, number, number, number] = [
      1,
      1,
      columns,
      across,
    ];
    return as(
      conv2DBackpropFilter({
        inputs: { x: pixels(a, left), dy: pixels(b, right) },
        attrs: { ...ONE_BY_ONE, filterShape },
        backend,
      }),
      columns,
      across,
    );
  }
  if (attrs.transposeB) {
    const inputShape: [number, number, number, number] = [rows, 1, 1, inner];
    return as(
      conv2DBackpropInput({
        inputs: { dy: pixels(a, left), filter },
        attrs: { ...ONE_BY_ONE, inputShape },
        backend,
      }),
      rows,
      inner,
    );
  }
  const x = pixels(a, left);
  return as(
    conv2D({ inputs: { x, filter }, attrs: ONE_BY_ONE, backend }),
    rows,
    across,
  );
}
