import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { lines, locals, PARTS, range } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

/** How much of the filter one invocation holds in registers, in fours. */
export interface FilterTile {
  readonly inChannels4: number;
  readonly outChannels4: number;
}

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "imagesInner",
  "all",
  "allInPart",
  "inTiles",
  "outTiles",
  "taps",
] as const;

/**
 * dw[kh, kw, i, o] = sum over images, rows r and columns c
 *                    of x[r S - P + kh, c S - P + kw, i] dy[r, c, o]
 *
 * A filter is small and the sum is long: the sum is cut into parts, which are
 * added up afterwards, always in one order. What is added up in the innermost
 * loop is either a line of the output, and the parts are of some lines each; or,
 * where lines are short, one place in many images, and the parts are of images.
 */
function shader({ inChannels4, outChannels4 }: FilterTile): EachShader {
  const sum = (i: number, j: number) => `sum${i}_${j}`;
  const rows = inChannels4 * 4;
  // Four rows in turn: as many sums as stay in registers.
  const additions = range(inChannels4).flatMap((i) =>
    range(outChannels4).flatMap((j) =>
      PARTS.map((part, k) => {
        const into = sum(4 * i + k, j);
        return `${into} = fma(vec4(x${i}.${part}), dy${j}, ${into});`;
      })
    )
  );
  const each = (write: (i: number, j: number) => string) =>
    range(rows).flatMap((i) => range(outChannels4).map((j) => write(i, j)))
      .join("\n");
  return {
    key: `filterGradient ${inChannels4} ${outChannels4}`,
    inputs: ["x", "dy"],
    uniforms: UNIFORMS,
    main: () => `
        ${locals("inHeight", "inWidth", "inDepth")}
        ${locals("outHeight", "outWidth", "outDepth")}
        ${locals("strideHeight", "strideWidth")}

        let outChannel = index % uniforms.outTiles * ${outChannels4};
        let rest = index / uniforms.outTiles;
        let inChannel = rest % uniforms.inTiles * ${inChannels4};
        let tap = rest / uniforms.inTiles % uniforms.taps;
        let part = rest / uniforms.inTiles / uniforms.taps;
        let rowStart = tap / uniforms.filterWidth - uniforms.top;
        let columnStart = tap % uniforms.filterWidth - uniforms.left;

        // Columns of the output whose pixel for this tap is inside the input.
        let firstColumn = max(0, (strideWidth - 1 - columnStart) / strideWidth);
        let lastInside = inWidth - 1 - columnStart;
        let endColumn = select(0, min(outWidth, lastInside / strideWidth + 1), lastInside >= 0);

        ${
      lines(inChannels4, (i) =>
        `let in${i} = min(inChannel + ${i}, inDepth - 1);`)
    }
        ${
      lines(outChannels4, (j) =>
        `let out${j} = min(outChannel + ${j}, outDepth - 1);`)
    }
        ${each((i, j) => `var ${sum(i, j)} = vec4<f32>();`)}

        let imagesInner = uniforms.imagesInner == 1;
        let start = part * uniforms.allInPart;
        let end = min(start + uniforms.allInPart, uniforms.all);
        let firstRun = select(start, 0, imagesInner);
        let endRun = select(end, outHeight * outWidth, imagesInner);
        let xStep = select(strideWidth, inHeight * inWidth, imagesInner) * inDepth;
        let dyStep = select(1, outHeight * outWidth, imagesInner) * outDepth;
        for (var run = firstRun; run < endRun; run++) {
          let image = select(run / outHeight, start, imagesInner);
          let outRow = select(run % outHeight, run / outWidth, imagesInner);
          let outColumn = select(firstColumn, run % outWidth, imagesInner);
          let row = outRow * strideHeight + rowStart;
          if ((u32(row) >= u32(inHeight)) | (outColumn < firstColumn) | (outColumn >= endColumn)) { continue; }
          var xAt = ((image * inHeight + row) * inWidth
            + outColumn * strideWidth + columnStart) * inDepth;
          var dyAt = ((image * outHeight + outRow) * outWidth + outColumn) * outDepth;
          for (var times = select(endColumn - firstColumn, end - start, imagesInner); times > 0; times--) {
            ${lines(inChannels4, (i) => `let x${i} = x[xAt + in${i}];`)}
            ${lines(outChannels4, (j) => `let dy${j} = dy[dyAt + out${j}];`)}
            ${additions.join("\n")}
            xAt += xStep;
            dyAt += dyStep;
          }
        }

        let at = ((part * uniforms.taps + tap) * inDepth + inChannel) * 4 * outDepth + outChannel;
        ${
      each((i, j) =>
        `if ((inChannel + ${
          i >> 2
        } < inDepth) & (outChannel + ${j} < outDepth)) {
          result[at + ${i} * outDepth + ${j}] = ${sum(i, j)};
        }`
      )
    }`,
  };
}

/**
 * 16 x 16 numbers in registers, fewer where there are fewer channels.
 *
 * @param short whether half of them are enough, for a shorter body
 */
export function chooseFilterTile(
  { inChannels, outChannels }: ConvolutionShape,
  short = false,
): FilterTile {
  const most = short ? 2 : 4;
  return {
    inChannels4: inChannels > 4 ? 4 : 1,
    outChannels4: outChannels > 8 ? most : outChannels > 4 ? 2 : 1,
  };
}

// Enough invocations to fill the machine's vector units, and parts no smaller
// than makes the sum of them worth it.
const WANTED_INVOCATIONS = 2048;
const LEAST_POSITIONS = 256;

/** How many of `all` lines or images, of so many positions, each part gets. */
function chooseInPart(
  all: number,
  positionsOfEach: number,
  invocationsInPart: number,
): number {
  const least = Math.ceil(LEAST_POSITIONS / positionsOfEach);
  const even = Math.ceil(
    all / Math.ceil(WANTED_INVOCATIONS / invocationsInPart),
  );
  return Math.min(all, Math.max(even, least));
}

/** How many lines of the output each part of the sum gets. */
export function chooseLinesInPart(
  { batch, outHeight, outWidth }: ConvolutionShape,
  invocationsInPart: number,
): number {
  return chooseInPart(batch * outHeight, outWidth, invocationsInPart);
}

/** Lines that are no longer are short: as much goes to begin one as to add it up. */
const SHORT_LINE = 4;

/** Whether one place in many images is more to add up in one go than a line. */
function areImagesInner({ batch, outWidth }: ConvolutionShape): boolean {
  return outWidth <= SHORT_LINE && batch > outWidth;
}

/**
 * The gradient of a convolution's filter, in parts that are still to be added up.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [parts, filterHeight, filterWidth, inChannels, outChannels]
 */
export function filterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
  tile: FilterTile = chooseFilterTile(shape),
): TensorInfo {
  const taps = shape.filterHeight * shape.filterWidth;
  const inDepth = shape.inChannels / 4;
  const outDepth = shape.outChannels / 4;
  const inTiles = Math.ceil(inDepth / tile.inChannels4);
  const outTiles = Math.ceil(outDepth / tile.outChannels4);
  const { batch, outHeight, outWidth } = shape;
  const imagesInner = areImagesInner(shape);
  const all = imagesInner ? batch : batch * outHeight;
  const allInPart = chooseInPart(
    all,
    imagesInner ? outHeight * outWidth : outWidth,
    taps * inTiles * outTiles,
  );
  const parts = Math.ceil(all / allInPart);
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    imagesInner: imagesInner ? 1 : 0,
    all,
    allInPart,
    inTiles,
    outTiles,
    taps,
  };
  const filter = [
    shape.filterHeight,
    shape.filterWidth,
    shape.inChannels,
    shape.outChannels,
  ];
  return runEach(backend, shader(tile), {
    inputs: [x, dy],
    shape: [parts, ...filter],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: parts * taps * inTiles * outTiles,
  });
}
