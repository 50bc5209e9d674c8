import type { TensorInfo } from "@tensorflow/tfjs-core";
import { locals } from "../../_text.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import { chooseParts, sumParts } from "../../reduction/sum_middle.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "../_shape_uniforms.ts";
import {
  beginLine,
  declareWindow,
  eachTap,
  moveWindow,
  type Window,
} from "./_window.ts";

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "depth",
  "lines",
  "linesInPart",
] as const;

/**
 * dw[kh, kw, c] = sum over images, rows r and columns q
 *                 of x[r S - P + kh, q S - P + kw, c] dy[r, q, c]
 *
 * Thread: four channels of all taps, over some lines of the output. A 3x3 filter
 * of stride 1 reads 4 numbers for 9 products.
 */
function shader(window: Window): EachShader {
  const { filterHeight, filterWidth, strideWidth } = window;
  return {
    key:
      `depthwiseFilterGradient ${filterHeight} ${filterWidth} ${strideWidth}`,
    inputs: ["x", "dy"],
    uniforms: UNIFORMS,
    main: () => `
        ${locals("inHeight", "inWidth", "outHeight", "outWidth")}
        ${locals("depth", "left")}

        let channel = index % depth;
        let part = index / depth;
        ${eachTap(window, (kh, kw) => `var sum${kh}_${kw} = vec4<f32>();`)}
        ${declareWindow(window)}

        let endLine = min((part + 1) * uniforms.linesInPart, uniforms.lines);
        for (var line = part * uniforms.linesInPart; line < endLine; line++) {
          ${beginLine(window)}
          var dyAt = line * outWidth * depth + channel;
          for (var column = 0; column < outWidth; column++) {
            ${moveWindow(window)}
            let gradient = dy[dyAt];
            ${
      eachTap(window, (kh, kw) =>
        `sum${kh}_${kw} = fma(x${kh}_${kw}, gradient, sum${kh}_${kw});`)
    }
            dyAt += depth;
          }
        }
        let at = part * ${filterHeight * filterWidth} * depth + channel;
        ${
      eachTap(window, (kh, kw, tap) =>
        `result[at + ${tap} * depth] = sum${kh}_${kw};`)
    }`,
  };
}

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
  const allLines = shape.batch * shape.outHeight;
  const linesInPart = Math.ceil(allLines / chooseParts(allLines, depth));
  const parts = Math.ceil(allLines / linesInPart);
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    depth,
    lines: allLines,
    linesInPart,
  };
  return sumParts(
    backend,
    runEach(backend, shader(shape), {
      inputs: [x, dy],
      shape: [
        parts,
        shape.filterHeight,
        shape.filterWidth,
        shape.inChannels,
        1,
      ],
      uniforms: UNIFORMS.map((name) => values[name]),
      invocations: parts * depth,
    }),
  );
}
