/**
 * WGSL of the pixels under a filter that moves along lines of the output: those
 * that stay under it are kept, since software adapters spend their time on reads.
 *
 *     x0_0 x0_1 x0_2          x0_1 x0_2 ·
 *     x1_0 x1_1 x1_2   --->   x1_1 x1_2 ·     the last column is read
 *     x2_0 x2_1 x2_2          x2_1 x2_2 ·
 *
 * @module
 */
import { lines, range } from "../../_text.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";

/** What of a shape is in the text of a shader. */
export type Window = Pick<
  ConvolutionShape,
  "filterHeight" | "filterWidth" | "strideWidth"
>;

/** WGSL for each tap of the filter. */
export function eachTap(
  { filterHeight, filterWidth }: Window,
  write: (kh: number, kw: number, tap: number) => string,
): string {
  return lines(
    filterHeight,
    (kh) => lines(filterWidth, (kw) => write(kh, kw, kh * filterWidth + kw)),
  );
}

/** Columns that stay under the filter when it moves. */
function keptOf({ filterWidth, strideWidth }: Window): number {
  return Math.max(0, filterWidth - strideWidth);
}

/** Reads one column of pixels: into `place` of the window from `column`. */
function readColumn(
  { filterHeight }: Window,
  place: number,
  column: string,
): string {
  return `
    let column${place} = ${column};
    let across${place} = u32(column${place}) < u32(inWidth);
    ${
    lines(filterHeight, (kh) => `
    let inside${kh}_${place} = across${place} & down${kh};
    x${kh}_${place} = select(vec4<f32>(),
      x[select(0, start${kh} + column${place} * depth, inside${kh}_${place})],
      inside${kh}_${place});`)
  }`;
}

/** Declares the pixels, as `x<kh>_<kw>`. */
export function declareWindow(window: Window): string {
  return eachTap(window, (kh, kw) => `var x${kh}_${kw} = vec4<f32>();`);
}

/**
 * Brings the window before the first column of an output's `line`: declares
 * `row` of the input, and what the reads of the line start from.
 */
export function beginLine(window: Window): string {
  const { filterHeight, strideWidth } = window;
  return `
    let row = line % outHeight * uniforms.strideHeight - uniforms.top;
    let image = line / outHeight * inHeight;
    ${
    lines(filterHeight, (kh) => `
    let down${kh} = u32(row + ${kh}) < u32(inHeight);
    let start${kh} = (image + row + ${kh}) * inWidth * depth + channel;`)
  }
    ${
    lines(keptOf(window), (at) =>
      `{ ${readColumn(window, at + strideWidth, `${at} - left`)} }`)
  }`;
}

/** Moves the window to an output's `column`. */
export function moveWindow(window: Window): string {
  const { filterHeight, filterWidth, strideWidth } = window;
  const kept = keptOf(window);
  return `
    let first = column * ${strideWidth} - left;
    ${
    lines(kept, (at) =>
      lines(filterHeight, (kh) =>
        `x${kh}_${at} = x${kh}_${at + strideWidth};`))
  }
    ${
    range(filterWidth).slice(kept).map((at) =>
      readColumn(window, at, `first + ${at}`)
    ).join("\n")
  }`;
}
