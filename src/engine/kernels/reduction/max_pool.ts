import type {
  MaxPoolAttrs,
  MaxPoolGradAttrs,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import { areHalves } from "../halves/storage.ts";
import { lines, locals } from "../_text.ts";
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

/** Pixels a side that one invocation does: most windows reach several. */
const SIDE = 2;

/** One line of WGSL for each pixel `i`, `j` of those. */
function eachPixel(line: (i: number, j: number) => string): string {
  return lines(SIDE, (i) => lines(SIDE, (j) => line(i, j)));
}

// Thread: four channels of some pixels, which get what their windows chose them
// for; of each window the gradient is read once for them all.
const BACKWARD: EachShader = {
  key: "maxPool backward",
  inputs: ["dy", "places"],
  uniforms: UNIFORMS,
  main: () => `
    ${locals("inHeight", "inWidth", "outHeight", "outWidth", "depth")}
    ${locals("filterHeight", "filterWidth", "strideHeight", "strideWidth")}
    let channel = index % depth;
    let across = (inWidth + ${SIDE - 1}) / ${SIDE};
    let down = (inHeight + ${SIDE - 1}) / ${SIDE};
    let position = index / depth;
    let image = position / across / down;
    let inRow = position / across % down * ${SIDE};
    let inColumn = position % across * ${SIDE};
    let row = inRow + uniforms.top;
    let column = inColumn + uniforms.left;
    // The first window that reaches so far, rounded up from what may be negative.
    let firstRow = max(0, (row - filterHeight + strideHeight) / strideHeight);
    let firstColumn = max(0, (column - filterWidth + strideWidth) / strideWidth);
    let endRow = min(outHeight, (row + ${SIDE - 1}) / strideHeight + 1);
    let endColumn = min(outWidth, (column + ${SIDE - 1}) / strideWidth + 1);
    ${eachPixel((i, j) => `var sum${i}${j} = vec4<f32>();`)}
    for (var r = firstRow; r < endRow; r++) {
      for (var c = firstColumn; c < endColumn; c++) {
        let at = ((image * outHeight + r) * outWidth + c) * depth + channel;
        let gradient = dy[at];
        let place = places[at];
        let kh = row - r * strideHeight;
        let kw = column - c * strideWidth;
        ${
    // What is left or right of a window must not be taken for one of its taps.
    eachPixel((i, j) =>
      `{
          let tap = (kh + ${i}) * filterWidth + kw + ${j};
          let inside = u32(kw + ${j}) < u32(filterWidth);
          let chosen = place == vec4<f32>(f32(select(-1, tap, inside)));
          sum${i}${j} += select(vec4<f32>(), gradient, chosen);
        }`
    )}
      }
    }
    let first = ((image * inHeight + inRow) * inWidth + inColumn) * depth + channel;
    ${
    eachPixel((i, j) => `
    if ((inRow + ${i} < inHeight) & (inColumn + ${j} < inWidth)) {
      result[first + (${i} * inWidth + ${j}) * depth] = sum${i}${j};
    }`)
  }`,
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
    invocations: shape.batch * Math.ceil(shape.inHeight / SIDE) *
      Math.ceil(shape.inWidth / SIDE) * shape.inChannels / 4,
    halves: areHalves(input),
  });
  backend.disposeData(places.dataId);
  return dx;
}
