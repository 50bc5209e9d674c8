import type { BatchMatMulAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import {
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
} from "./convolution.ts";
import type { KernelCall } from "./override.ts";

/** A filter of one pixel that moves by one. */
const ONE_BY_ONE = {
  strides: 1,
  pad: "valid",
  dataFormat: "NHWC",
  dilations: 1,
} as const;

/**
 * `BatchMatMul` of one pair of matrices, as a convolution of images of one
 * pixel: tfjs' own waits at barriers, where software adapters spend most of it.
 */
export function batchMatMul(
  { inputs: { a, b }, attrs, backend }: KernelCall<"a" | "b", BatchMatMulAttrs>,
): TensorInfo | undefined {
  if (a.shape.length !== 3 || a.shape[0] !== 1 || b.shape[0] !== 1) {
    return undefined;
  }
  const [, rows = 0, columns = 0] = a.shape;
  const [, inner = 0, across = 0] = b.shape;
  if (rows * columns * inner * across === 0) return undefined;
  const pixels = (x: TensorInfo): TensorInfo => {
    const [, count = 0, channels = 0] = x.shape;
    return { ...x, shape: [count, 1, 1, channels] };
  };
  const filter: TensorInfo = { ...b, shape: [1, 1, inner, across] };
  const as = (
    result: TensorInfo | undefined,
    shape: number[],
  ): TensorInfo | undefined => result && { ...result, shape };
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
        inputs: { x: pixels(a), dy: pixels(b) },
        attrs: { ...ONE_BY_ONE, filterShape },
        backend,
      }),
      [1, columns, across],
    );
  }
  if (attrs.transposeB) {
    const inputShape: [number, number, number, number] = [rows, 1, 1, inner];
    return as(
      conv2DBackpropInput({
        inputs: { dy: pixels(a), filter },
        attrs: { ...ONE_BY_ONE, inputShape },
        backend,
      }),
      [1, rows, inner],
    );
  }
  return as(
    conv2D({ inputs: { x: pixels(a), filter }, attrs: ONE_BY_ONE, backend }),
    [1, rows, across],
  );
}
