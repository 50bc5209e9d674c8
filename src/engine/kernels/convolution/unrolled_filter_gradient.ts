import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, PARTS, range } from "../_text.ts";
import {
  findPixels,
  isInside,
  offsetOf,
  pixelAt,
  type Place,
  placesOf,
  readPixels,
} from "./_unrolled_pixels.ts";
import {
  chooseUnrolledTile,
  countTiles,
  keyOf,
  type UnrolledTile,
} from "./_unrolled_tile.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { SIDE } from "./_three_by_three.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

/** The sums of all taps take registers enough: half of what `unrolled` has. */
const OPEN = { rows: 4, columns: 4 };

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "columnTiles",
  "rowTiles",
  "outTiles",
  "tiles",
  "tilesInPart",
] as const;

function dy({ image, row, column }: Place, channel4: number): string {
  return `dy${image}_${row}_${column}_${channel4}`;
}

/**
 * Thread: all taps between four channels of the input and some of the output,
 * summed over one part of the tiles. Each pixel is read once for all taps.
 */
function shader(tile: UnrolledTile, channels4: number): EachShader {
  const places = placesOf(tile);
  const taps = range(SIDE).flatMap((row) =>
    range(SIDE).map((column) => ({ row, column, tap: row * SIDE + column }))
  );
  const sums = taps.flatMap(({ tap }) =>
    PARTS.flatMap((part, k) =>
      range(channels4).map((j) => ({ tap, k, j, name: `sum${tap}${part}${j}` }))
    )
  );
  const additions = taps.flatMap(({ row, column, tap }) =>
    range(channels4).flatMap((j) =>
      places.flatMap((place) => {
        const x = pixelAt(tile, place, row, column);
        if (x === undefined) return [];
        return PARTS.map((part) =>
          `sum${tap}${part}${j} = fma(vec4(${x}.${part}), ${
            dy(place, j)
          }, sum${tap}${part}${j});`
        );
      })
    )
  );
  return {
    key: `unrolledFilterGradient ${keyOf(tile)} ${channels4}`,
    inputs: ["x", "dy"],
    uniforms: UNIFORMS,
    main: () => `
      ${locals("batch", "inHeight", "inWidth", "inDepth")}
      ${locals("outHeight", "outWidth", "outDepth")}
      let channel = index % uniforms.outTiles * ${channels4};
      let depth = index / uniforms.outTiles % inDepth;
      let part = index / uniforms.outTiles / inDepth;
      ${
      lines(channels4, (j) =>
        `let channel${j} = min(channel + ${j}, outDepth - 1);`)
    }
      ${sums.map(({ name }) => `var ${name} = vec4<f32>();`).join("\n")}
      let end = min((part + 1) * uniforms.tilesInPart, uniforms.tiles);
      for (var tile = part * uniforms.tilesInPart; tile < end; tile++) {
        let line = tile / uniforms.columnTiles;
        let firstColumn = tile % uniforms.columnTiles * ${tile.columns};
        let firstRow = line % uniforms.rowTiles * ${tile.rows};
        let image = line / uniforms.rowTiles * ${tile.images};
        ${findPixels(tile)}
        ${readPixels(tile)}
        ${
      places.map((place, at) => `
        let inside${at} = ${isInside(place)};
        let dyAt${at} = select(0, ${offsetOf(place)}, inside${at});
        ${
        lines(channels4, (j) =>
          `let ${
            dy(place, j)
          } = select(vec4<f32>(), dy[dyAt${at} + channel${j}], inside${at});`)
      }`).join("\n")
    }
        ${additions.join("\n")}
      }
      let at = part * ${SIDE * SIDE} * inDepth;
      ${
      sums.map(({ tap, k, j, name }) =>
        `if (channel + ${j} < outDepth) {
          result[((at + ${tap} * inDepth + depth) * 4 + ${k}) * outDepth + channel + ${j}] = ${name};
        }`
      ).join("\n")
    }`,
  };
}

/** The tile for a convolution; none if it is of a kind that is not written out. */
export function unrolledFilterTileOf(
  shape: ConvolutionShape,
): UnrolledTile | undefined {
  return chooseUnrolledTile(shape, OPEN, OPEN.rows * OPEN.columns);
}

/** Channels of the output that one invocation does, in fours. */
function channels4Of({ outChannels }: ConvolutionShape): number {
  return outChannels > 4 ? 2 : 1;
}

/** Enough for some processors, and few enough that adding up the parts is little. */
const WANTED_INVOCATIONS = 512;

/**
 * The gradient of a filter of 3 x 3 that moves by one pixel, in parts that are
 * still to be added up.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [parts, 3, 3, inChannels, outChannels]
 */
export function unrolledFilterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
  tile: UnrolledTile,
): TensorInfo {
  const { batch, inChannels, outChannels } = shape;
  const channels4 = channels4Of(shape);
  const outTiles = Math.ceil(outChannels / 4 / channels4);
  const inDepth = inChannels / 4;
  const { rowTiles, columnTiles } = countTiles(shape, tile);
  const tiles = Math.ceil(batch / tile.images) * rowTiles * columnTiles;
  const wantedParts = Math.ceil(WANTED_INVOCATIONS / (outTiles * inDepth));
  const tilesInPart = Math.ceil(tiles / Math.min(tiles, wantedParts));
  const parts = Math.ceil(tiles / tilesInPart);
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    columnTiles,
    rowTiles,
    outTiles,
    tiles,
    tilesInPart,
  };
  return runEach(backend, shader(tile, channels4), {
    inputs: [x, dy],
    shape: [parts, SIDE, SIDE, inChannels, outChannels],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: parts * outTiles * inDepth,
  });
}
