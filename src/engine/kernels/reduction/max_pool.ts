import type {
  MaxPoolAttrs,
  MaxPoolGradAttrs,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { areHalves } from "../halves/storage.ts";
import { locals } from "../_text.ts";
import {
  type ConvolutionShape,
  readShape,
} from "../convolution/convolution_shape.ts";
import type { KernelCall } from "../override.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

const UNIFORMS = [
  "inHeight",
  "inWidth",
  "outHeight",
  "outWidth",
  "depth",
  "filterHeight",
  "filterWidth",
  "strideHeight",
  "strideWidth",
  "top",
  "left",
] as const;

/**
 * Thread: four channels of one window; `result` is what the WGSL of `keep` makes
 * of `highest` and of `place`, the tap of the first pixel that has it.
 */
function windowShader(name: string, keep: string): EachShader {
  return {
    key: `maxPool ${name}`,
    inputs: ["x"],
    uniforms: UNIFORMS,
    main: () => `
      ${locals("inHeight", "inWidth", "depth", "filterHeight", "filterWidth")}
      let channel = index % depth;
      let position = index / depth;
      let line = position / uniforms.outWidth;
      let image = line / uniforms.outHeight * inHeight;
      let row = line % uniforms.outHeight * uniforms.strideHeight - uniforms.top;
      let column = position % uniforms.outWidth * uniforms.strideWidth - uniforms.left;
      let firstRow = max(0, -row);
      let firstColumn = max(0, -column);
      let endRow = min(filterHeight, inHeight - row);
      let endColumn = min(filterWidth, inWidth - column);
      var highest = x[((image + row + firstRow) * inWidth + column + firstColumn) * depth + channel];
      var place = vec4<f32>(f32(firstRow * filterWidth + firstColumn));
      for (var kh = firstRow; kh < endRow; kh++) {
        for (var kw = firstColumn; kw < endColumn; kw++) {
          let value = x[((image + row + kh) * inWidth + column + kw) * depth + channel];
          place = select(place, vec4<f32>(f32(kh * filterWidth + kw)), value > highest);
          highest = max(highest, value);
        }
      }
      result[index] = ${keep};`,
  };
}

const HIGHEST = windowShader("highest", "highest");
const PLACES = windowShader("places", "place");

// Thread: four channels of one pixel, which gets what its windows chose it for.
const BACKWARD: EachShader = {
  key: "maxPool backward",
  inputs: ["dy", "places"],
  uniforms: UNIFORMS,
  main: () => `
    ${locals("outHeight", "outWidth", "depth", "filterHeight", "filterWidth")}
    ${locals("strideHeight", "strideWidth")}
    let channel = index % depth;
    let position = index / depth;
    let line = position / uniforms.inWidth;
    let image = line / uniforms.inHeight * outHeight;
    let row = line % uniforms.inHeight + uniforms.top;
    let column = position % uniforms.inWidth + uniforms.left;
    // The first window that reaches so far, rounded up from what may be negative.
    let firstRow = max(0, (row - filterHeight + strideHeight) / strideHeight);
    let firstColumn = max(0, (column - filterWidth + strideWidth) / strideWidth);
    let endRow = min(outHeight, row / strideHeight + 1);
    let endColumn = min(outWidth, column / strideWidth + 1);
    var sum = vec4<f32>();
    for (var r = firstRow; r < endRow; r++) {
      for (var c = firstColumn; c < endColumn; c++) {
        let at = ((image + r) * outWidth + c) * depth + channel;
        let tap = (row - r * strideHeight) * filterWidth + column - c * strideWidth;
        sum += select(vec4<f32>(), dy[at], places[at] == vec4<f32>(f32(tap)));
      }
    }
    result[index] = sum;`,
};

/** The windows as those of a convolution; none if they are not ours to do. */
function windowsOf(
  x: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: MaxPoolAttrs,
): ConvolutionShape | undefined {
  const channels = x.shape.at(-1) ?? 0;
  if (channels % 4 !== 0 || !areFloats(x)) return undefined;
  const [height, width] = typeof filterSize === "number"
    ? [filterSize, filterSize]
    : filterSize;
  const shape = readShape(x.shape, [height, width, channels, 1], {
    strides,
    pad,
    ...dimRoundingMode ? { dimRoundingMode } : {},
  }, true);
  return shape && eachMeetsPixels(shape) ? shape : undefined;
}

/** Whether no window is all padding. */
function eachMeetsPixels(shape: ConvolutionShape): boolean {
  const { top, left, inHeight, inWidth } = shape;
  const lastRow = (shape.outHeight - 1) * shape.strideHeight - top;
  const lastColumn = (shape.outWidth - 1) * shape.strideWidth - left;
  return top < shape.filterHeight && left < shape.filterWidth &&
    lastRow < inHeight && lastColumn < inWidth;
}

function uniformsOf(shape: ConvolutionShape): number[] {
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shape,
    depth: shape.inChannels / 4,
  };
  return UNIFORMS.map((name) => values[name]);
}

function overWindows(
  backend: Backend,
  shader: EachShader,
  x: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { batch, outHeight, outWidth, inChannels } = shape;
  return runEach(backend, shader, {
    inputs: [x],
    shape: [batch, outHeight, outWidth, inChannels],
    uniforms: uniformsOf(shape),
    invocations: batch * outHeight * outWidth * inChannels / 4,
    halves: areHalves(x),
  });
}

/** `MaxPool` of [batch, height, width, channels]. */
export function maxPool(
  { inputs: { x }, attrs, backend }: KernelCall<"x", MaxPoolAttrs>,
): TensorInfo | undefined {
  const shape = windowsOf(x, attrs);
  return shape && overWindows(backend, HIGHEST, x, shape);
}

/** `MaxPoolGrad`: all of a window's gradient goes to the first of its highest. */
export function maxPoolGradient(
  { inputs: { dy, input }, attrs, backend }: KernelCall<
    "dy" | "input" | "output",
    MaxPoolGradAttrs
  >,
): TensorInfo | undefined {
  const shape = windowsOf(input, attrs);
  if (shape === undefined || !areFloats(dy)) return undefined;
  const places = overWindows(backend, PLACES, input, shape);
  const dx = runEach(backend, BACKWARD, {
    inputs: [dy, places],
    shape: input.shape,
    uniforms: uniformsOf(shape),
    invocations: shape.batch * shape.inHeight * shape.inWidth *
      shape.inChannels / 4,
    halves: areHalves(input),
  });
  backend.disposeData(places.dataId);
  return dx;
}
