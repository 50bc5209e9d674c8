import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  GATHER_UNIFORMS,
  type GatherShape,
  planGather,
} from "./_gather_shape.ts";
import {
  chooseSharedTile,
  chooseSlicesInPart,
  type SharedTile,
  SLICE,
} from "./_shared_tile.ts";
import { sum } from "./_gather_walk.ts";
import { lines, locals, PARTS, range } from "../_text.ts";
import type { Backend } from "../program.ts";
import { sumParts } from "../reduction/sum_middle.ts";
import { type GroupShader, runGroups } from "../run_groups.ts";

/** Fours of channels in a slice. */
const DEPTHS = SLICE / 4;
/** Fours from one pixel to the next: one more, so that banks are all different. */
const PITCH = DEPTHS + 1;

// A walk is [depth, column, row]: four channels of one tap of the filter.
const WALK = `
  fn walkTo(at : i32, depths : i32, columns : i32) -> vec3<i32> {
    let tap = at / depths;
    return vec3(at % depths, tap % columns, tap / columns);
  }
  fn walkOn(walk : vec3<i32>, depths : i32, columns : i32) -> vec3<i32> {
    var at = walk;
    while (at.x >= depths) {
      at.x -= depths;
      at.y++;
      if (at.y == columns) {
        at.y = 0;
        at.z++;
      }
    }
    return at;
  }`;

/** Which taps the positions of a phase meet, and where: as `gatherShader` says. */
const TAPS = `
  let back = uniforms.transposed == 1;
  let down = uniforms.strideHeight;
  let right = uniforms.strideWidth;
  let tapRow = select(0, (phaseRow + uniforms.top) % down, back);
  let tapColumn = select(0, (phaseColumn + uniforms.left) % right, back);
  let tapRowStep = select(1, down, back);
  let tapColumnStep = select(1, right, back);
  let rowStart = select(-uniforms.top, (phaseRow + uniforms.top - tapRow) / down, back);
  let columnStart = select(-uniforms.left, (phaseColumn + uniforms.left - tapColumn) / right, back);
  let rowStep = select(down, 1, back);
  let columnStep = select(right, 1, back);
  let direction = select(1, -1, back);
  let tapRows = (filterHeight - tapRow + tapRowStep - 1) / tapRowStep;
  let tapColumns = (filterWidth - tapColumn + tapColumnStep - 1) / tapColumnStep;`;

/**
 * Group: a tile of positions and channels of one part of the sum. The inner
 * dimension of the product is all channels of all taps in one line, so that it
 * is cut evenly whatever the shape. It has no && in it: see `gatherShader`.
 */
function shader(
  { across, down, fours, rows: positions }: SharedTile,
): GroupShader {
  const workgroup = across * down;
  const all = down * positions;
  const width = across * fours;
  /** Pixels, and rows of the filter, that one invocation brings. */
  const pixels = all * DEPTHS / workgroup;
  const apart = workgroup / DEPTHS;
  const rows = Math.max(1, SLICE * width / workgroup);
  const each = (write: (i: number, j: number) => string) =>
    range(positions).flatMap((i) => range(fours).map((j) => write(i, j)))
      .join("\n");
  return {
    key: `sharedConvolution ${across} ${down} ${fours} ${positions}`,
    inputs: ["x", "w"],
    uniforms: [...GATHER_UNIFORMS, "phases", "slicesInPart"],
    workgroup,
    memory: { pixels: all * PITCH, weights: SLICE * width },
    functions: WALK,
    main: () => `
      ${locals("batch", "inHeight", "inWidth", "inDepth")}
      ${locals("outHeight", "outWidth", "outDepth")}
      ${locals("filterHeight", "filterWidth", "gridHeight", "gridWidth")}
      let firstChannel = group % uniforms.channelTiles * ${width};
      let tile = group / uniforms.channelTiles;
      let first = tile % uniforms.positionTiles * ${all};
      let phaseOfPart = tile / uniforms.positionTiles;
      let phase = phaseOfPart % uniforms.phases;
      let part = phaseOfPart / uniforms.phases;
      let phaseRow = phase / uniforms.phaseColumns;
      let phaseColumn = phase % uniforms.phaseColumns;
      ${TAPS}
      let allSlices = (tapRows * tapColumns * inDepth + ${
      DEPTHS - 1
    }) / ${DEPTHS};
      let firstSlice = part * uniforms.slicesInPart;
      let slices = min(uniforms.slicesInPart, allSlices - firstSlice);

      // What this invocation brings: four channels of some pixels ..
      ${
      lines(pixels, (i) => `
      let place${i} = first + local / ${DEPTHS} + ${i * apart};
      let line${i} = place${i} / gridWidth;
      let column${i} = place${i} % gridWidth * columnStep + columnStart;
      let row${i} = line${i} % gridHeight * rowStep + rowStart;
      let image${i} = line${i} / gridHeight;
      let here${i} = ((image${i} * inHeight + row${i}) * inWidth + column${i}) * inDepth;
      var pixel${i} = vec4<f32>();`)
    }
      var walk = walkTo(firstSlice * ${DEPTHS} + local % ${DEPTHS}, inDepth, tapColumns);
      // .. and some rows of the filter, which all lie in the same four of them.
      let weightRow = local / ${width} * ${rows};
      let weightChannel = firstChannel + local % ${width};
      var weight = walkTo(firstSlice * ${DEPTHS} + weightRow / 4, inDepth, tapColumns);
      ${lines(rows, (i) => `var weight${i} = vec4<f32>();`)}

      let column = local % ${across};
      let lane = local / ${across};
      ${each((i, j) => `var ${sum(i, j)} = vec4<f32>();`)}
      for (var slice = 0; slice <= slices; slice++) {
        // The last time there is nothing left to bring, the first time nothing
        // to multiply.
        if (slice > 0) {
          workgroupBarrier();
          ${
      lines(pixels, (i) => `
          pixels[(local / ${DEPTHS} + ${
        i * apart
      }) * ${PITCH} + local % ${DEPTHS}] = pixel${i};`)
    }
          if (weightRow < ${SLICE}) {
            ${
      lines(rows, (i) => `
            weights[(weightRow + ${i}) * ${width} + local % ${width}] = weight${i};`)
    }
          }
          workgroupBarrier();
        }
        let step = (walk.z * inWidth + walk.y) * direction * inDepth + walk.x;
        ${
      lines(pixels, (i) => `
        {
          let r = row${i} + walk.z * direction;
          let c = column${i} + walk.y * direction;
          let inside = (image${i} < batch) & (walk.z < tapRows)
            & (u32(r) < u32(inHeight)) & (u32(c) < u32(inWidth));
          let at = select(0, here${i} + step, inside);
          pixel${i} = select(vec4<f32>(), x[at], inside);
        }`)
    }
        {
          let tap = (tapRow + weight.z * tapRowStep) * filterWidth
            + tapColumn + weight.y * tapColumnStep;
          let inside = (weight.z < tapRows) & (weightChannel < outDepth);
          let row = (tap * inDepth + weight.x) * 4 + weightRow % 4;
          let at = select(0, row * outDepth + weightChannel, inside);
          ${
      lines(rows, (i) => `
          weight${i} = select(vec4<f32>(), w[at + ${i} * outDepth], inside);`)
    }
        }
        walk = walkOn(walk + vec3(${DEPTHS}, 0, 0), inDepth, tapColumns);
        weight = walkOn(weight + vec3(${DEPTHS}, 0, 0), inDepth, tapColumns);
        if (slice > 0) {
          ${
      lines(DEPTHS, (depth) => `
          {
            ${
        lines(positions, (i) => `
            let p${i} = pixels[(lane + ${i * down}) * ${PITCH} + ${depth}];`)
      }
            ${
        lines(4, (k) => `
            {
              ${
          lines(fours, (j) => `
              let w${j} = weights[${
            (depth * 4 + k) * width + j * across
          } + column];`)
        }
              ${
          each((i, j) =>
            `${sum(i, j)} = fma(vec4(p${i}.${PARTS[k]}), w${j}, ${sum(i, j)});`
          )
        }
            }`)
      }
          }`)
    }
        }
      }

      let outStepRow = select(1, down, back);
      let outStepColumn = select(1, right, back);
      let channel = firstChannel + column;
      ${
      lines(positions, (i) => `
      {
        let place = first + lane + ${i * down};
        let line = place / gridWidth;
        let column = place % gridWidth * outStepColumn + phaseColumn;
        let row = line % gridHeight * outStepRow + phaseRow;
        let image = line / gridHeight;
        if ((image < batch) & (row < outHeight) & (column < outWidth)) {
          let at = (((part * batch + image) * outHeight + row) * outWidth + column) * outDepth + channel;
          ${
        lines(fours, (j) => `
          if (channel + ${j * across} < outDepth) { result[at + ${
          j * across
        }] = ${sum(i, j)}; }`)
      }
        }
      }`)
    }`,
  };
}

/**
 * Runs a convolution, or its gradient from result to input, by groups that share
 * what they read.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [filterHeight, filterWidth, inChannels, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function sharedConvolution(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
  tile: SharedTile = chooseSharedTile(shape.outChannels),
): TensorInfo {
  const { batch, outHeight, outWidth, outChannels } = shape;
  const { uniforms, invocations, phases } = planGather(shape, {
    positions: tile.down * tile.rows,
    channels4: tile.across * tile.fours,
  });
  const slices = Math.ceil(longestSum(shape) / SLICE);
  const slicesInPart = chooseSlicesInPart(slices, invocations);
  const parts = Math.ceil(slices / slicesInPart);
  const sums = runGroups(backend, shader(tile), {
    inputs: [x, filter],
    shape: [parts, batch, outHeight, outWidth, outChannels],
    uniforms: [...uniforms, phases, slicesInPart],
    groups: parts * invocations,
    // Parts are still to be added up.
    halves: parts === 1,
  });
  return sumParts(backend, sums);
}

/** Products that are added up for one number of the result, in the longest phase. */
function longestSum(
  { filterHeight, filterWidth, inChannels, ...shape }: GatherShape,
): number {
  const { strideHeight, strideWidth, transposed } = shape;
  const taps = transposed
    ? Math.ceil(filterHeight / strideHeight) *
      Math.ceil(filterWidth / strideWidth)
    : filterHeight * filterWidth;
  return taps * inChannels;
}
