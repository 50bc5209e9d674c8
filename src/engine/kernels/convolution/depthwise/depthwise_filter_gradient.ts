import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, range } from "../../_text.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import { chooseParts, sumParts } from "../../reduction/sum_middle.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "../_shape_uniforms.ts";

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "depth",
  "lines",
  "linesInPart",
] as const;

/** What of a shape is in the text of the shader. */
type Window = Pick<
  ConvolutionShape,
  "filterHeight" | "filterWidth" | "strideWidth"
>;

/**
 * dw[kh, kw, c] = sum over images, rows r and columns q
 *                 of x[r S - P + kh, q S - P + kw, c] dy[r, q, c]
 *
 * Thread: four channels of all taps, over some lines of the output. The pixels
 * under the filter are kept while it moves along a line, since software
 * adapters spend their time on reads: a 3x3 filter of stride 1 reads 4 numbers
 * for 9 products.
 */
function shader(
  { filterHeight, filterWidth, strideWidth }: Window,
): EachShader {
  const rows = range(filterHeight);
  const columns = range(filterWidth);
  const kept = Math.max(0, filterWidth - strideWidth);
  const taps = rows.flatMap((kh) => columns.map((kw) => [kh, kw] as const));
  const each = (write: (kh: number, kw: number) => string) =>
    taps.map(([kh, kw]) => write(kh, kw)).join("\n");
  /** Reads one column of pixels: into `place` of the window from `column`. */
  const read = (place: number, column: string) => `
    let column${place} = ${column};
    let across${place} = u32(column${place}) < u32(inWidth);
    ${
    rows.map((kh) => `
    let inside${kh}_${place} = across${place} & down${kh};
    x${kh}_${place} = select(vec4<f32>(),
      x[select(0, start${kh} + column${place} * depth, inside${kh}_${place})],
      inside${kh}_${place});`).join("\n")
  }`;
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
        ${each((kh, kw) => `var sum${kh}_${kw} = vec4<f32>();`)}
        ${each((kh, kw) => `var x${kh}_${kw} = vec4<f32>();`)}

        let endLine = min((part + 1) * uniforms.linesInPart, uniforms.lines);
        for (var line = part * uniforms.linesInPart; line < endLine; line++) {
          let row = line % outHeight * uniforms.strideHeight - uniforms.top;
          let image = line / outHeight * inHeight;
          ${
      lines(filterHeight, (kh) => `
          let down${kh} = u32(row + ${kh}) < u32(inHeight);
          let start${kh} = (image + row + ${kh}) * inWidth * depth + channel;`)
    }
          ${
      lines(kept, (at) => `{ ${read(at + strideWidth, `${at} - left`)} }`)
    }
          var dyAt = line * outWidth * depth + channel;
          for (var column = 0; column < outWidth; column++) {
            let first = column * ${strideWidth} - left;
            ${
      lines(kept, (at) =>
        rows.map((kh) =>
          `x${kh}_${at} = x${kh}_${at + strideWidth};`
        )
          .join("\n"))
    }
            ${
      columns.slice(kept).map((at) => read(at, `first + ${at}`)).join("\n")
    }
            let gradient = dy[dyAt];
            ${
      each((kh, kw) =>
        `sum${kh}_${kw} = fma(x${kh}_${kw}, gradient, sum${kh}_${kw});`
      )
    }
            dyAt += depth;
          }
        }
        let at = part * ${taps.length} * depth + channel;
        ${
      taps.map(([kh, kw], tap) =>
        `result[at + ${tap} * depth] = sum${kh}_${kw};`
      ).join("\n")
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
