import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  chooseSharedFilterTile,
  chooseSlicesInPart,
  type SharedTile,
  SLICE,
} from "./_shared_tile.ts";
import { lines, locals, PARTS, range } from "../_text.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import type { Backend } from "../program.ts";
import { type GroupShader, runGroups } from "../run_groups.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

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
function shader({ across, down, fours, rows }: SharedTile): GroupShader {
  const workgroup = across * down;
  /** Rows of the filter that one invocation holds, in fours; and a group. */
  const deep = rows / 4;
  const all = down * deep;
  const width = across * fours;
  /** Positions that one invocation brings the pixel of, and the gradient. */
  const pixels = SLICE * all / workgroup;
  const apart = workgroup / all;
  const gradients = Math.max(1, SLICE * width / workgroup);
  const rowsApart = workgroup / width;
  const name = (i: number, k: number, j: number) => `sum${i}${PARTS[k]}${j}`;
  const each = (write: (i: number, k: number, j: number) => string) =>
    range(deep).flatMap((i) =>
      range(4).flatMap((k) => range(fours).map((j) => write(i, k, j)))
    ).join("\n");
  return {
    key: `sharedFilterGradient ${across} ${down} ${fours} ${rows}`,
    inputs: ["x", "dy"],
    uniforms: UNIFORMS,
    workgroup,
    memory: { pixels: SLICE * all, gradients: SLICE * width },
    functions: PLACE,
    main: () => `
      ${locals("inHeight", "inWidth", "inDepth")}
      ${locals("outHeight", "outWidth", "outDepth")}
      let firstChannel = group % uniforms.channelTiles * ${width};
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
      var place${i} = vec3(start${i} % outWidth, line${i} % outHeight, line${i} / outHeight);
      var pixel${i} = vec4<f32>();`)
    }
      // .. and four channels of the gradient at some.
      let gradientRow = local / ${width};
      let gradientChannel = firstChannel + local % ${width};
      var position = first + gradientRow;
      ${lines(gradients, (i) => `var gradient${i} = vec4<f32>();`)}

      let column = local % ${across};
      let lane = local / ${across};
      ${each((i, k, j) => `var ${name(i, k, j)} = vec4<f32>();`)}
      var left = uniforms.positions - first - local / ${all};
      for (var slice = 0; slice <= uniforms.slicesInPart; slice++) {
        // The last time there is nothing left to bring, the first time nothing
        // to multiply.
        if (slice > 0) {
          workgroupBarrier();
          ${
      lines(pixels, (i) => `pixels[local + ${i * workgroup}] = pixel${i};`)
    }
          if (gradientRow < ${SLICE}) {
            ${
      lines(gradients, (i) => `
            gradients[(gradientRow + ${
        i * rowsApart
      }) * ${width} + local % ${width}] = gradient${i};`)
    }
          }
          workgroupBarrier();
        }
        ${
      lines(pixels, (i) => `
        {
          let r = place${i}.y * uniforms.strideHeight + rowStart;
          let c = place${i}.x * uniforms.strideWidth + columnStart;
          let inside = (left > ${i * apart}) & (four < uniforms.fours)
            & (u32(r) < u32(inHeight)) & (u32(c) < u32(inWidth));
          let at = select(0, ((place${i}.z * inHeight + r) * inWidth + c) * inDepth + depth, inside);
          pixel${i} = select(vec4<f32>(), x[at], inside);
          place${i} = placeOn(place${i} + vec3(${SLICE}, 0, 0), outWidth, outHeight);
        }`)
    }
        left -= ${SLICE};
        ${
      lines(gradients, (i) => `
        {
          let inside = (position + ${
        i * rowsApart
      } < uniforms.positions) & (gradientChannel < outDepth);
          let at = select(0, (position + ${
        i * rowsApart
      }) * outDepth + gradientChannel, inside);
          gradient${i} = select(vec4<f32>(), dy[at], inside);
        }`)
    }
        position += ${SLICE};
        if (slice > 0) {
          ${
      lines(SLICE, (k) => `
          {
            ${
        lines(fours, (j) => `
            let g${j} = gradients[${k * width + j * across} + column];`)
      }
            ${
        lines(deep, (i) => `
            let p${i} = pixels[${k * all + i * down} + lane];`)
      }
            ${
        each((i, part, j) =>
          `${name(i, part, j)} = fma(vec4(p${i}.${PARTS[part]}), g${j}, ${
            name(i, part, j)
          });`
        )
      }
          }`)
    }
        }
      }

      let channel = firstChannel + column;
      ${
      lines(deep, (i) => `
      {
        let four = firstFour + lane + ${i * down};
        if (four < uniforms.fours) {
          let at = (part * uniforms.fours + four) * 4 * outDepth + channel;
          ${
        lines(fours, (j) => `
          if (channel + ${j * across} < outDepth) {
            ${
          lines(4, (k) =>
            `result[at + ${k} * outDepth + ${j * across}] = ${name(i, k, j)};`)
        }
          }`)
      }
        }
      }`)
    }`,
  };
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
  tile: SharedTile = chooseSharedFilterTile(shape.outChannels),
): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = shape;
  const inDepth = inChannels / 4;
  const outDepth = outChannels / 4;
  const positions = shape.batch * shape.outHeight * shape.outWidth;
  const fours = filterHeight * filterWidth * inDepth;
  const fourTiles = Math.ceil(fours / (tile.down * tile.rows / 4));
  const channelTiles = Math.ceil(outDepth / (tile.across * tile.fours));
  const slices = Math.ceil(positions / SLICE);
  const slicesInPart = chooseSlicesInPart(slices, fourTiles * channelTiles);
  const parts = Math.ceil(slices / slicesInPart);
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
