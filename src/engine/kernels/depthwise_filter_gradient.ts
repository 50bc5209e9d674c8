import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { type Backend, run, type Shader } from "./program.ts";
import { chooseParts, sumMiddle } from "./sum_middle.ts";

const UNIFORMS = [
  "inHeight",
  "inWidth",
  "outHeight",
  "outWidth",
  "depth",
  "filterWidth",
  "strideHeight",
  "strideWidth",
  "top",
  "left",
  "lines",
  "linesInPart",
  "taps",
  "count",
] as const;

/**
 * dw[kh, kw, c] = sum over images, rows r and columns q
 *                 of x[r S - P + kh, q S - P + kw, c] dy[r, q, c]
 *
 * Thread: four channels of one tap, over some lines of the output.
 */
const SHADER: Shader = {
  key: "depthwiseFilterGradient",
  inputs: ["x", "dy"],
  uniforms: UNIFORMS,
  code: () => `
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let inHeight = uniforms.inHeight;
      let inWidth = uniforms.inWidth;
      let outHeight = uniforms.outHeight;
      let outWidth = uniforms.outWidth;
      let depth = uniforms.depth;
      let strideHeight = uniforms.strideHeight;
      let strideWidth = uniforms.strideWidth;

      let channel = index % depth;
      let tap = index / depth % uniforms.taps;
      let part = index / depth / uniforms.taps;
      let rowStart = tap / uniforms.filterWidth - uniforms.top;
      let columnStart = tap % uniforms.filterWidth - uniforms.left;

      // Columns of the output whose pixel for this tap is inside the input.
      let firstColumn = max(0, (strideWidth - 1 - columnStart) / strideWidth);
      let lastInside = inWidth - 1 - columnStart;
      let endColumn = select(0, min(outWidth, lastInside / strideWidth + 1), lastInside >= 0);

      var sum = vec4<f32>();
      let endLine = min((part + 1) * uniforms.linesInPart, uniforms.lines);
      let xStep = strideWidth * depth;
      for (var line = part * uniforms.linesInPart; line < endLine; line++) {
        let row = line % outHeight * strideHeight + rowStart;
        if (u32(row) >= u32(inHeight)) { continue; }
        var xAt = ((line / outHeight * inHeight + row) * inWidth
          + firstColumn * strideWidth + columnStart) * depth + channel;
        var dyAt = (line * outWidth + firstColumn) * depth + channel;
        for (var column = firstColumn; column < endColumn; column++) {
          sum = fma(x[xAt], dy[dyAt], sum);
          xAt += xStep;
          dyAt += depth;
        }
      }
      result[index] = sum;
    }`,
};

/**
 * The gradient of a depthwise convolution's filter.
 *
 * @param x [batch, inHeight, inWidth, channels]
 * @param dy [batch, outHeight, outWidth, channels]
 * @returns [filterHeight, filterWidth, channels, 1]
 */
export function depthwiseFilterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const depth = shape.inChannels / 4;
  const taps = shape.filterHeight * shape.filterWidth;
  const allLines = shape.batch * shape.outHeight;
  const linesInPart = Math.ceil(allLines / chooseParts(allLines, taps * depth));
  const parts = Math.ceil(allLines / linesInPart);
  const count = parts * taps * depth;
  const values: Record<typeof UNIFORMS[number], number> = {
    inHeight: shape.inHeight,
    inWidth: shape.inWidth,
    outHeight: shape.outHeight,
    outWidth: shape.outWidth,
    depth,
    filterWidth: shape.filterWidth,
    strideHeight: shape.strideHeight,
    strideWidth: shape.strideWidth,
    top: shape.top,
    left: shape.left,
    lines: allLines,
    linesInPart,
    taps,
    count,
  };
  const partial = run(backend, SHADER, {
    inputs: [x, dy],
    shape: [parts, taps, shape.inChannels],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: count,
  });
  const filter = [shape.filterHeight, shape.filterWidth, shape.inChannels, 1];
  const result = sumMiddle(
    backend,
    partial,
    { outer: 1, length: parts, inner: taps * shape.inChannels },
    filter,
  );
  backend.disposeData(partial.dataId);
  return result;
}
