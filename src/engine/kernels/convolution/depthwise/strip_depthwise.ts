import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "../_gather_shape.ts";
import { locals } from "../../_text.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
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
  "linesInStrip",
  "firstTap",
  "tapStep",
] as const;

/**
 * Thread: four channels of some lines of the result. A 3x3 filter of stride 1
 * reads 3 numbers for 9 products.
 */
function shader(window: Window): EachShader {
  const { filterHeight, filterWidth, strideWidth } = window;
  return {
    key: `stripDepthwise ${filterHeight} ${filterWidth} ${strideWidth}`,
    inputs: ["x", "w"],
    uniforms: UNIFORMS,
    main: () => `
        ${locals("inHeight", "inWidth", "outHeight", "outWidth")}
        ${locals("depth", "left")}

        let channel = index % depth;
        let strip = index / depth;
        ${
      eachTap(window, (kh, kw, tap) =>
        `let w${kh}_${kw} = w[(uniforms.firstTap + ${tap} * uniforms.tapStep) * depth + channel];`)
    }
        ${declareWindow(window)}

        let endLine = min((strip + 1) * uniforms.linesInStrip, uniforms.lines);
        for (var line = strip * uniforms.linesInStrip; line < endLine; line++) {
          ${beginLine(window)}
          var at = line * outWidth * depth + channel;
          for (var column = 0; column < outWidth; column++) {
            ${moveWindow(window)}
            var sum = vec4<f32>();
            ${
      eachTap(window, (kh, kw) => `sum = fma(x${kh}_${kw}, w${kh}_${kw}, sum);`)
    }
            result[at] = sum;
            at += depth;
          }
        }`,
  };
}

/** Positions of the result for which it is worth to read a filter. */
const LEAST_POSITIONS = 16;
/** Taps for which registers hold both the filter and what is under it. */
const MOST_TAPS = 25;

/** Whether {@linkcode stripDepthwise} can do it: each pixel meets all taps. */
export function isForStrips(
  { filterHeight, filterWidth, strideHeight, strideWidth, transposed }:
    GatherShape,
): boolean {
  return filterHeight * filterWidth <= MOST_TAPS &&
    (!transposed || strideHeight === 1 && strideWidth === 1);
}

/**
 * Runs a depthwise convolution with one filter for each channel, or its gradient
 * from result to input where it moves by one pixel.
 *
 * @param x [batch, inHeight, inWidth, channels]
 * @param filter [filterHeight, filterWidth, channels, 1]
 * @returns [batch, outHeight, outWidth, channels]
 */
export function stripDepthwise(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  const { batch, outHeight, outWidth, outChannels, transposed } = shape;
  const { filterHeight, filterWidth, top, left } = shape;
  const depth = outChannels / 4;
  const lines = batch * outHeight;
  const linesInStrip = Math.ceil(LEAST_POSITIONS / outWidth);
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    // The padding as a forward convolution with the same result has it.
    top: transposed ? filterHeight - 1 - top : top,
    left: transposed ? filterWidth - 1 - left : left,
    depth,
    lines,
    linesInStrip,
    // Transposed, the filter is read from its end.
    firstTap: transposed ? filterHeight * filterWidth - 1 : 0,
    tapStep: transposed ? -1 : 1,
  };
  return runEach(backend, shader(shape), {
    inputs: [x, filter],
    shape: [batch, outHeight, outWidth, outChannels],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: Math.ceil(lines / linesInStrip) * depth,
    halves: true,
  });
}
