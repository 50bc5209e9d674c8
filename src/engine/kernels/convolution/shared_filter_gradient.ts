import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  chooseSharedTile,
  SHARED_WORKGROUP,
  type SharedTile,
  SLICE,
} from "./_shared_tile.ts";
import { lines, locals, PARTS, range } from "../_text.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import type { Backend } from "../program.ts";
import { type GroupShader, runGroups } from "../run_groups.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

/** Fours of rows of the filter that one invocation holds, four columns of each. */
function foursOf({ across }: SharedTile): number {
  return across > 4 ? 2 : 1;
}

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "positions",
  "slicesInPart",
  "fours",
  "fourTiles",
  "channelTiles",
] as const;

// A place is [column, row, image] of the result.
const PLACE = `
  fn placeOn(place : vec3<i32>, columns : i32, rows : i32) -> vec3<i32> {
    var at = place;
    while (at.x >= columns) {
      at.x -= columns;
      at.y++;
      if (at.y == rows) {
        at.y = 0;
        at.z++;
      }
    }
    return at;
  }`;

/**
 * Group: a tile of the filter as a matrix [taps x channels in, channels out],
 * summed over one part of the positions: a slice is sixteen of them.
 */
function shader(tile: SharedTile): GroupShader {
  const { across, down } = tile;
  const fours = foursOf(tile);
  const all = down * fours;
  /** Positions that one invocation brings the pixel of, and the gradient. */
  const pixels = SLICE * all / SHARED_WORKGROUP;
  const apart = SHARED_WORKGROUP / all;
  const gradients = Math.max(1, SLICE * across / SHARED_WORKGROUP);
  const sum = (i: number, k: number) => `sum${i}${PARTS[k]}`;
  const each = (write: (i: number, k: number) => string) =>
    range(fours).flatMap((i) => range(4).map((k) => write(i, k))).join("\n");
  return {
    key: `sharedFilterGradient ${across} ${down} ${fours}`,
    inputs: ["x", "dy"],
    uniforms: UNIFORMS,
    workgroup: SHARED_WORKGROUP,
    memory: { pixels: SLICE * all, gradients: SLICE * across },
    functions: PLACE,
    main: () => `
      ${locals("inHeight", "inWidth", "inDepth")}
      ${locals("outHeight", "outWidth", "outDepth")}
      let firstChannel = group % uniforms.channelTiles * ${across};
      let tile = group / uniforms.channelTiles;
      let firstFour = tile % uniforms.fourTiles * ${all};
      let part = tile / uniforms.fourTiles;
      let first = part * uniforms.slicesInPart * ${SLICE};

      // What this invocation brings: four channels of the pixels that one tap
      // meets at some positions ..
      let four = firstFour + local % ${all};
      let tap = four / inDepth;
      let depth = four % inDepth;
      let rowStart = tap / uniforms.filterWidth - uniforms.top;
      let columnStart = tap % uniforms.filterWidth - uniforms.left;
      ${
      lines(pixels, (i) => `
      let start${i} = first + local / ${all} + ${i * apart};
      let line${i} = start${i} / outWidth;
      var place${i} = vec3(start${i} % outWidth, line${i} % outHeight, line${i} / outHeight);`)
    }
      // .. and four channels of the gradient at some.
      let gradientRow = local / ${across} * ${gradients};
      let gradientChannel = firstChannel + local % ${across};
      var position = first + gradientRow;

      let column = local % ${across};
      let lane = local / ${across};
      ${each((i, k) => `var ${sum(i, k)} = vec4<f32>();`)}
      var left = uniforms.positions - first - local / ${all};
      for (var slice = 0; slice < uniforms.slicesInPart; slice++) {
        ${
      lines(pixels, (i) => `
        {
          let r = place${i}.y * uniforms.strideHeight + rowStart;
          let c = place${i}.x * uniforms.strideWidth + columnStart;
          let inside = (left > ${i * apart}) & (four < uniforms.fours)
            & (u32(r) < u32(inHeight)) & (u32(c) < u32(inWidth));
          let at = select(0, ((place${i}.z * inHeight + r) * inWidth + c) * inDepth + depth, inside);
          pixels[local + ${
        i * SHARED_WORKGROUP
      }] = select(vec4<f32>(), x[at], inside);
          place${i} = placeOn(place${i} + vec3(${SLICE}, 0, 0), outWidth, outHeight);
        }`)
    }
        left -= ${SLICE};
        if (gradientRow < ${SLICE}) {
          ${
      lines(gradients, (i) => `
          {
            let inside = (position + ${i} < uniforms.positions) & (gradientChannel < outDepth);
            let at = select(0, (position + ${i}) * outDepth + gradientChannel, inside);
            gradients[(gradientRow + ${i}) * ${across} + local % ${across}] =
              select(vec4<f32>(), dy[at], inside);
          }`)
    }
        }
        position += ${SLICE};
        workgroupBarrier();
        for (var k = 0; k < ${SLICE}; k++) {
          let g = gradients[k * ${across} + column];
          ${
      lines(
        fours,
        (i) => `let p${i} = pixels[k * ${all} + lane + ${i * down}];`,
      )
    }
          ${
      each((i, k) =>
        `${sum(i, k)} = fma(vec4(p${i}.${PARTS[k]}), g, ${sum(i, k)});`
      )
    }
        }
        workgroupBarrier();
      }

      let channel = firstChannel + column;
      ${
      lines(fours, (i) => `
      {
        let four = firstFour + lane + ${i * down};
        let at = (part * uniforms.fours + four) * 4 * outDepth + channel;
        if ((four < uniforms.fours) & (channel < outDepth)) {
          ${lines(4, (k) => `result[at + ${k} * outDepth] = ${sum(i, k)};`)}
        }
      }`)
    }`,
  };
}

/** Enough groups for a large GPU. */
const WANTED_GROUPS = 512;
/** Slices of a part: it costs a filter to write and to add up. */
const LEAST_SLICES = 16;

/** How many slices of the positions each part of the sum gets. */
export function chooseSlicesInPart(
  positions: number,
  groupsInPart: number,
): number {
  const slices = Math.ceil(positions / SLICE);
  const even = Math.ceil(slices / Math.ceil(WANTED_GROUPS / groupsInPart));
  return Math.min(slices, Math.max(even, LEAST_SLICES));
}

/**
 * The gradient of a convolution's filter, by groups that share what they read,
 * in parts that are still to be added up.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [parts, filterHeight, filterWidth, inChannels, outChannels]
 */
export function sharedFilterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = shape;
  const tile = chooseSharedTile(outChannels);
  const inDepth = inChannels / 4;
  const outDepth = outChannels / 4;
  const positions = shape.batch * shape.outHeight * shape.outWidth;
  const fours = filterHeight * filterWidth * inDepth;
  const fourTiles = Math.ceil(fours / (tile.down * foursOf(tile)));
  const channelTiles = Math.ceil(outDepth / tile.across);
  const slicesInPart = chooseSlicesInPart(positions, fourTiles * channelTiles);
  const parts = Math.ceil(positions / (slicesInPart * SLICE));
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    positions,
    slicesInPart,
    fours,
    fourTiles,
    channelTiles,
  };
  return runGroups(backend, shader(tile), {
    inputs: [x, dy],
    shape: [parts, filterHeight, filterWidth, inChannels, outChannels],
    uniforms: UNIFORMS.map((name) => values[name]),
    groups: parts * fourTiles * channelTiles,
  });
}
