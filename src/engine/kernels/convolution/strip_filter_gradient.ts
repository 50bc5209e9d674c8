import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, PARTS, range } from "../_text.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { chooseLinesInPart } from "./filter_gradient.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

/** What of a convolution is written into the shader. */
interface Strip {
  readonly filterWidth: number;
  readonly strideWidth: number;
  /** Channels of the output that one invocation does, in fours. */
  readonly channels4: number;
}

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "lines",
  "linesInPart",
  "channelTiles",
] as const;

/**
 * Thread: one row of the filter, summed over some lines of the output. Each
 * pixel is read once for all taps of the row, which move along the line.
 */
function shader({ filterWidth, strideWidth, channels4 }: Strip): EachShader {
  const kept = Math.max(0, filterWidth - strideWidth);
  const taps = range(filterWidth);
  const sum = (tap: number, k: number, j: number) => `sum${tap}_${k}_${j}`;
  const each = (write: (tap: number, k: number, j: number) => string) =>
    taps.flatMap((tap) =>
      PARTS.flatMap((_, k) => range(channels4).map((j) => write(tap, k, j)))
    ).join("\n");
  const read = (tap: number) => `
    {
      let at = column + ${tap};
      let inside = u32(at) < u32(inWidth);
      x${tap} = select(vec4<f32>(), x[rowAt + select(0, at, inside)], inside);
    }`;
  return {
    key: `stripFilterGradient ${filterWidth} ${strideWidth} ${channels4}`,
    inputs: ["x", "dy"],
    uniforms: UNIFORMS,
    main: () => `
      ${locals("inHeight", "inWidth", "outHeight", "outWidth", "outDepth")}
      let channel = index % uniforms.channelTiles * ${channels4};
      let rest = index / uniforms.channelTiles;
      let tapRow = rest % uniforms.filterHeight;
      let part = rest / uniforms.filterHeight;
      ${
      lines(channels4, (j) =>
        `let channel${j} = min(channel + ${j}, outDepth - 1);`)
    }
      ${each((tap, k, j) => `var ${sum(tap, k, j)} = vec4<f32>();`)}
      ${lines(filterWidth, (tap) => `var x${tap} = vec4<f32>();`)}
      let endLine = min((part + 1) * uniforms.linesInPart, uniforms.lines);
      for (var line = part * uniforms.linesInPart; line < endLine; line++) {
        let row = line % outHeight * uniforms.strideHeight + tapRow - uniforms.top;
        if (u32(row) >= u32(inHeight)) { continue; }
        let rowAt = (line / outHeight * inHeight + row) * inWidth;
        var dyAt = line * outWidth * outDepth;
        var column = -uniforms.left;
        ${lines(kept, read)}
        for (var outColumn = 0; outColumn < outWidth; outColumn++) {
          ${taps.slice(kept).map(read).join("\n")}
          ${lines(channels4, (j) => `let dy${j} = dy[dyAt + channel${j}];`)}
          ${
      each((tap, k, j) =>
        `${sum(tap, k, j)} = fma(vec4(x${tap}.${PARTS[k]}), dy${j}, ${
          sum(tap, k, j)
        });`
      )
    }
          ${lines(kept, (tap) => `x${tap} = x${tap + strideWidth};`)}
          column += ${strideWidth};
          dyAt += outDepth;
        }
      }
      let at = (part * uniforms.filterHeight + tapRow) * ${filterWidth} * 4 * outDepth + channel;
      ${
      each((tap, k, j) =>
        `if (channel + ${j} < outDepth) {
          result[at + ${tap * 4 + k} * outDepth + ${j}] = ${sum(tap, k, j)};
        }`
      )
    }`,
  };
}

/** Taps of a row whose sums registers can hold. */
const MOST_TAPS = 7;

/** Whether {@linkcode stripFilterGradient} can do it: images have few channels. */
export function isStrip(
  { inChannels, filterWidth }: ConvolutionShape,
): boolean {
  return inChannels === 4 && filterWidth > 1 && filterWidth <= MOST_TAPS;
}

/**
 * The gradient of a filter that reads four channels, as the first one of a
 * network does, in parts that are still to be added up.
 *
 * @param x [batch, inHeight, inWidth, 4]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [parts, filterHeight, filterWidth, 4, outChannels]
 */
export function stripFilterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { filterHeight, filterWidth, strideWidth, outChannels } = shape;
  const outDepth = outChannels / 4;
  const channels4 = outDepth > 1 ? 2 : 1;
  const channelTiles = Math.ceil(outDepth / channels4);
  const linesInPart = chooseLinesInPart(shape, filterHeight * channelTiles);
  const allLines = shape.batch * shape.outHeight;
  const parts = Math.ceil(allLines / linesInPart);
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    lines: allLines,
    linesInPart,
    channelTiles,
  };
  return runEach(backend, shader({ filterWidth, strideWidth, channels4 }), {
    inputs: [x, dy],
    shape: [parts, filterHeight, filterWidth, 4, outChannels],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: parts * filterHeight * channelTiles,
  });
}
