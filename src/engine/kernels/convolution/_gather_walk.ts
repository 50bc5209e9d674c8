import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  GATHER_UNIFORMS,
  type GatherShape,
  type GatherTile,
  planGather,
} from "./_gather_shape.ts";
import { lines, locals, range } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

/** The variable that holds four channels of one position's sum. */
export function sum(position: number, channel4: number): string {
  return `sum${position}_${channel4}`;
}

/**
 * Writes a shader that walks over the filter taps of a tile of positions and the
 * input pixels that they meet:
 *
 *     forward      out[r, c]      = sum over kh, kw of in[r S - P + kh, ..] w[kh, kw]
 *     transposed   out[S j + p]   = sum over kh = (p + P) mod S, + S, ..
 *                                   of in[j + (p + P - kh) / S, ..] w[kh, kw]
 *
 * The pixels of one phase p = 0 .. S - 1 meet the same taps, so the transposed
 * form is a forward one of stride 1 for each phase. Both are one shader, and
 * every shape is in its uniforms: drivers compile for a third of a second, and a
 * network has dozens of shapes.
 *
 * There is no && in it: SwiftShader compiles for minutes where dozens branch.
 *
 * @param tap adds one tap to `sum`: it reads `x` at `at<i> + ..` if `inside<i>`,
 * and `w` for the tap `kh`, `kw` and the channels `channel<j>`
 * @param scalars inputs that `tap` reads number by number
 */
export function gatherShader(
  name: string,
  { positions, channels4 }: GatherTile,
  tap: string,
  scalars: EachShader["scalars"] = [],
): EachShader {
  const each = (write: (i: number, j: number) => string) =>
    range(positions).flatMap((i) => range(channels4).map((j) => write(i, j)))
      .join("\n");
  return {
    key: `${name} ${positions} ${channels4}`,
    inputs: ["x", "w"],
    scalars,
    uniforms: GATHER_UNIFORMS,
    main: () => `
        ${locals("batch", "inHeight", "inWidth", "inDepth")}
        ${locals("outHeight", "outWidth", "outDepth")}
        ${locals("filterHeight", "filterWidth", "gridHeight", "gridWidth")}

        let channel = index % uniforms.channelTiles * ${channels4};
        let tile = index / uniforms.channelTiles;
        let first = tile % uniforms.positionTiles * ${positions};
        let phase = tile / uniforms.positionTiles;
        let phaseRow = phase / uniforms.phaseColumns;
        let phaseColumn = phase % uniforms.phaseColumns;

        // Forward: input row = position * stride - top + tap.
        var rowStep = uniforms.strideHeight;
        var columnStep = uniforms.strideWidth;
        var rowStart = -uniforms.top;
        var columnStart = -uniforms.left;
        var tapRow = 0;
        var tapColumn = 0;
        var tapRowStep = 1;
        var tapColumnStep = 1;
        var direction = 1;
        if (uniforms.transposed == 1) {
          rowStep = 1;
          columnStep = 1;
          tapRowStep = uniforms.strideHeight;
          tapColumnStep = uniforms.strideWidth;
          tapRow = (phaseRow + uniforms.top) % tapRowStep;
          tapColumn = (phaseColumn + uniforms.left) % tapColumnStep;
          rowStart = (phaseRow + uniforms.top - tapRow) / tapRowStep;
          columnStart = (phaseColumn + uniforms.left - tapColumn) / tapColumnStep;
          direction = -1;
        }

        // Positions are counted by columns, rows and images, or images first.
        let imagesFirst = uniforms.imagesFirst == 1;
        let inner = select(gridWidth, batch, imagesFirst);
        let middle = select(gridHeight, gridWidth, imagesFirst);

        // The first position is divided into the three; the others count on from
        // it, since division is what software adapters are worst at.
        let line = first / inner;
        let inner0 = first % inner;
        let middle0 = line % middle;
        let outer0 = line / middle;
        ${
      lines(positions - 1, (i) => `
        let turn${i} = inner${i} + 1 == inner;
        let inner${i + 1} = select(inner${i} + 1, 0, turn${i});
        let next${i} = select(middle${i}, middle${i} + 1, turn${i});
        let full${i} = next${i} == middle;
        let middle${i + 1} = select(next${i}, 0, full${i});
        let outer${i + 1} = select(outer${i}, outer${i} + 1, full${i});`)
    }
        ${
      lines(positions, (i) => `
        let image${i} = select(outer${i}, inner${i}, imagesFirst);
        let gridRow${i} = select(middle${i}, outer${i}, imagesFirst);
        let gridColumn${i} = select(inner${i}, middle${i}, imagesFirst);`)
    }
        ${
      lines(positions, (i) => `
        let row${i} = gridRow${i} * rowStep + rowStart;
        let column${i} = gridColumn${i} * columnStep + columnStart;`)
    }
        ${
      lines(channels4, (j) =>
        `let channel${j} = min(channel + ${j}, outDepth - 1);`)
    }
        ${each((i, j) => `var ${sum(i, j)} = vec4<f32>();`)}

        var kh = tapRow;
        var rowOffset = 0;
        while (kh < filterHeight) {
          var kw = tapColumn;
          var columnOffset = 0;
          while (kw < filterWidth) {
            ${
      lines(positions, (i) => `
            let r${i} = row${i} + rowOffset;
            let c${i} = column${i} + columnOffset;
            let inside${i} = (image${i} < batch) & (gridRow${i} < gridHeight) & (u32(r${i}) < u32(inHeight)) & (u32(c${i}) < u32(inWidth));
            let at${i} = select(0, ((image${i} * inHeight + r${i}) * inWidth + c${i}) * inDepth, inside${i});`)
    }
            if (${range(positions).map((i) => `inside${i}`).join(" | ")}) {
              ${tap}
            }
            kw += tapColumnStep;
            columnOffset += direction;
          }
          kh += tapRowStep;
          rowOffset += direction;
        }

        var outStepRow = 1;
        var outStepColumn = 1;
        if (uniforms.transposed == 1) {
          outStepRow = tapRowStep;
          outStepColumn = tapColumnStep;
        }
        ${
      lines(positions, (i) => `
        {
          let row = gridRow${i} * outStepRow + phaseRow;
          let column = gridColumn${i} * outStepColumn + phaseColumn;
          if ((image${i} < batch) & (row < outHeight) & (column < outWidth)) {
            let at = ((image${i} * outHeight + row) * outWidth + column) * outDepth + channel;
            ${
        lines(channels4, (j) =>
          j === 0
            ? `result[at] = ${sum(i, j)};`
            : `if (channel + ${j} < outDepth) { result[at + ${j}] = ${
              sum(i, j)
            }; }`)
      }
          }
        }`)
    }`,
  };
}

/** Runs what {@linkcode gatherShader} wrote. */
export function runGather(
  backend: Backend,
  shader: EachShader,
  tile: GatherTile,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  const { batch, outHeight, outWidth, outChannels } = shape;
  return runEach(backend, shader, {
    inputs: [x, filter],
    shape: [batch, outHeight, outWidth, outChannels],
    ...planGather(shape, tile),
    halves: true,
  });
}
