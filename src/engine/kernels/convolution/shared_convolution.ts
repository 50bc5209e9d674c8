import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  GATHER_UNIFORMS,
  type GatherShape,
  planGather,
} from "./_gather_shape.ts";
import {
  chooseSharedTile,
  SHARED_WORKGROUP,
  type SharedTile,
  SLICE,
} from "./_shared_tile.ts";
import { lines, locals, PARTS } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type GroupShader, runGroups } from "../run_groups.ts";

/** Fours of channels in a slice. */
const DEPTHS = SLICE / 4;

/** Positions of the result that one invocation holds, four channels of each. */
function positionsOf({ across }: SharedTile): number {
  return across > 4 ? 8 : 4;
}

// A walk is [depth, column, row]: four channels of one tap of the filter.
const WALK = `
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
 * Group: a tile of positions and channels of the result. The inner dimension of
 * the product is all channels of all taps in one line, so that it is cut evenly
 * whatever the shape. It has no && in it: see `gatherShader`.
 */
function shader(tile: SharedTile): GroupShader {
  const { across, down } = tile;
  const positions = positionsOf(tile);
  const all = down * positions;
  /** Positions, and rows of the filter, that one invocation brings. */
  const pixels = all * DEPTHS / SHARED_WORKGROUP;
  const apart = SHARED_WORKGROUP / DEPTHS;
  const rows = Math.max(1, SLICE * across / SHARED_WORKGROUP);
  return {
    key: `sharedConvolution ${across} ${down} ${positions}`,
    inputs: ["x", "w"],
    uniforms: GATHER_UNIFORMS,
    workgroup: SHARED_WORKGROUP,
    memory: { pixels: all * DEPTHS, weights: SLICE * across },
    functions: WALK,
    main: () => `
      ${locals("batch", "inHeight", "inWidth", "inDepth")}
      ${locals("outHeight", "outWidth", "outDepth")}
      ${locals("filterHeight", "filterWidth", "gridHeight", "gridWidth")}
      let firstChannel = group % uniforms.channelTiles * ${across};
      let tile = group / uniforms.channelTiles;
      let first = tile % uniforms.positionTiles * ${all};
      let phase = tile / uniforms.positionTiles;
      let phaseRow = phase / uniforms.phaseColumns;
      let phaseColumn = phase % uniforms.phaseColumns;
      ${TAPS}
      let slices = (tapRows * tapColumns * inDepth + ${DEPTHS - 1}) / ${DEPTHS};

      // What this invocation brings: four channels of some pixels ..
      ${
      lines(pixels, (i) => `
      let place${i} = first + local / ${DEPTHS} + ${i * apart};
      let line${i} = place${i} / gridWidth;
      let column${i} = place${i} % gridWidth * columnStep + columnStart;
      let row${i} = line${i} % gridHeight * rowStep + rowStart;
      let image${i} = line${i} / gridHeight;`)
    }
      var pixel = walkOn(vec3(local % ${DEPTHS}, 0, 0), inDepth, tapColumns);
      // .. and some rows of the filter, which all lie in the same four of them.
      let weightRow = local / ${across} * ${rows};
      let weightChannel = firstChannel + local % ${across};
      var weight = walkOn(vec3(weightRow / 4, 0, 0), inDepth, tapColumns);

      let column = local % ${across};
      let lane = local / ${across};
      ${lines(positions, (i) => `var sum${i} = vec4<f32>();`)}
      for (var slice = 0; slice < slices; slice++) {
        ${
      lines(pixels, (i) => `
        {
          let r = row${i} + pixel.z * direction;
          let c = column${i} + pixel.y * direction;
          let inside = (image${i} < batch) & (pixel.z < tapRows)
            & (u32(r) < u32(inHeight)) & (u32(c) < u32(inWidth));
          let at = select(0, ((image${i} * inHeight + r) * inWidth + c) * inDepth + pixel.x, inside);
          pixels[local + ${
        i * SHARED_WORKGROUP
      }] = select(vec4<f32>(), x[at], inside);
        }`)
    }
        if (weightRow < ${SLICE}) {
          let tap = (tapRow + weight.z * tapRowStep) * filterWidth
            + tapColumn + weight.y * tapColumnStep;
          let inside = (weight.z < tapRows) & (weightChannel < outDepth);
          let row = (tap * inDepth + weight.x) * 4 + weightRow % 4;
          let at = select(0, row * outDepth + weightChannel, inside);
          ${
      lines(rows, (i) =>
        `weights[(weightRow + ${i}) * ${across} + local % ${across}] =
            select(vec4<f32>(), w[at + ${i} * outDepth], inside);`)
    }
        }
        pixel = walkOn(pixel + vec3(${DEPTHS}, 0, 0), inDepth, tapColumns);
        weight = walkOn(weight + vec3(${DEPTHS}, 0, 0), inDepth, tapColumns);
        workgroupBarrier();
        for (var depth = 0; depth < ${DEPTHS}; depth++) {
          ${
      lines(4, (k) =>
        `let w${k} = weights[(depth * 4 + ${k}) * ${across} + column];`)
    }
          ${
      lines(positions, (i) => `
          let p${i} = pixels[(lane + ${i * down}) * ${DEPTHS} + depth];
          ${
        lines(
          4,
          (k) => `sum${i} = fma(vec4(p${i}.${PARTS[k]}), w${k}, sum${i});`,
        )
      }`)
    }
        }
        workgroupBarrier();
      }

      let channel = firstChannel + column;
      let outStepRow = select(1, down, back);
      let outStepColumn = select(1, right, back);
      ${
      lines(positions, (i) => `
      {
        let place = first + lane + ${i * down};
        let line = place / gridWidth;
        let column = place % gridWidth * outStepColumn + phaseColumn;
        let row = line % gridHeight * outStepRow + phaseRow;
        let image = line / gridHeight;
        if ((image < batch) & (row < outHeight) & (column < outWidth) & (channel < outDepth)) {
          result[((image * outHeight + row) * outWidth + column) * outDepth + channel] = sum${i};
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
): TensorInfo {
  const { batch, outHeight, outWidth, outChannels } = shape;
  const tile = chooseSharedTile(outChannels);
  const { uniforms, invocations } = planGather(shape, {
    positions: tile.down * positionsOf(tile),
    channels4: tile.across,
  });
  return runGroups(backend, shader(tile), {
    inputs: [x, filter],
    shape: [batch, outHeight, outWidth, outChannels],
    uniforms,
    groups: invocations,
    halves: true,
  });
}
