import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "./_gather_shape.ts";
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
import { SIDE } from "./_three_by_three.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

/** On llvmpipe 64 positions are faster yet, and compile for 5 s. */
const OPEN = { rows: 4, columns: 8 };

/**
 * Sums that are added to in turns: enough that none waits for the one before,
 * and so few that all stay in registers meanwhile.
 */
const TURNS = 4;

const UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "columnTiles",
  "rowTiles",
  "channelTiles",
  "firstTap",
  "tapStep",
] as const;

function sum({ image, row, column }: Place, channel4: number): string {
  return `sum${image}_${row}_${column}_${channel4}`;
}

/** WGSL that adds one row of the filter to all sums, four channels of it. */
function addTapRow(
  tile: UnrolledTile,
  channels4: number,
  tapRow: number,
): string {
  const places = placesOf(tile);
  const taps = range(SIDE).flatMap((column) =>
    PARTS.map((part, k) => ({ column, part, k }))
  );
  const weights = taps.map(({ column, part, k }) =>
    lines(
      channels4,
      (j) =>
        `let w${column}${part}${j} = w[weight + ${
          tapRow * SIDE + column
        } * tapSize + ${k} * outDepth + channel${j}];`,
    )
  );
  const turns = range(Math.ceil(places.length / TURNS)).map((turn) =>
    places.slice(turn * TURNS, (turn + 1) * TURNS)
  );
  const additions = turns.flatMap((turn) =>
    range(channels4).flatMap((j) =>
      taps.flatMap(({ column, part }) =>
        turn.flatMap((place) => {
          const x = pixelAt(tile, place, tapRow, column);
          if (x === undefined) return [];
          const into = sum(place, j);
          return `${into} = fma(vec4(${x}.${part}), w${column}${part}${j}, ${into});`;
        })
      )
    )
  );
  return `{ ${weights.join("\n")} ${additions.join("\n")} }`;
}

/**
 * Thread: a tile of the result. A read costs as much as fifty multiplications on
 * software adapters, so that each pixel and each weight is read once for all
 * taps and positions that it meets.
 */
function shader(tile: UnrolledTile, channels4: number): EachShader {
  const places = placesOf(tile);
  return {
    key: `unrolled ${keyOf(tile)} ${channels4}`,
    inputs: ["x", "w"],
    uniforms: UNIFORMS,
    main: () => `
      ${locals("batch", "inHeight", "inWidth", "inDepth")}
      ${locals("outHeight", "outWidth", "outDepth")}
      let channel = index % uniforms.channelTiles * ${channels4};
      var tile = index / uniforms.channelTiles;
      let firstColumn = tile % uniforms.columnTiles * ${tile.columns};
      tile = tile / uniforms.columnTiles;
      let firstRow = tile % uniforms.rowTiles * ${tile.rows};
      let image = tile / uniforms.rowTiles * ${tile.images};
      ${findPixels(tile)}
      ${
      lines(channels4, (j) =>
        `let channel${j} = min(channel + ${j}, outDepth - 1);`)
    }
      ${
      lines(channels4, (j) =>
        places.map((place) =>
          `var ${sum(place, j)} = vec4<f32>();`
        )
          .join("\n"))
    }
      let filterSize = inDepth * 4 * outDepth;
      let tapSize = uniforms.tapStep * filterSize;
      var weight = uniforms.firstTap * filterSize;
      for (var depth = 0; depth < inDepth; depth++) {
        ${readPixels(tile)}
        ${lines(SIDE, (row) => addTapRow(tile, channels4, row))}
        weight += 4 * outDepth;
      }
      ${
      places.map((place) => `
      if (${isInside(place)}) {
        let at = ${offsetOf(place)} + channel;
        ${
        lines(channels4, (j) =>
          `if (channel + ${j} < outDepth) { result[at + ${j}] = ${
            sum(place, j)
          }; }`)
      }
      }`).join("\n")
    }`,
  };
}

/** The padding as a forward convolution with the same result has it. */
function asForward(shape: GatherShape): GatherShape {
  if (!shape.transposed) return shape;
  const { top, left } = shape;
  return { ...shape, top: SIDE - 1 - top, left: SIDE - 1 - left };
}

/** The tile for a convolution; none if it is of a kind that is not written out. */
export function unrolledTileOf(shape: GatherShape): UnrolledTile | undefined {
  const positions = OPEN.rows * OPEN.columns;
  return chooseUnrolledTile(asForward(shape), OPEN, positions);
}

/**
 * Runs a convolution with a filter of 3 x 3 that moves by one pixel, or its
 * gradient from result to input.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [3, 3, inChannels, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function unrolled(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
  tile: UnrolledTile,
): TensorInfo {
  const { batch, outHeight, outWidth, outChannels, transposed } = shape;
  const channels4 = outChannels > 4 ? 2 : 1;
  const { rowTiles, columnTiles } = countTiles(shape, tile);
  const channelTiles = Math.ceil(outChannels / 4 / channels4);
  const values: Record<typeof UNIFORMS[number], number> = {
    ...shapeNumbers(asForward(shape)),
    columnTiles,
    rowTiles,
    channelTiles,
    // Transposed, the filter is read from its end.
    firstTap: transposed ? SIDE * SIDE - 1 : 0,
    tapStep: transposed ? -1 : 1,
  };
  return runEach(backend, shader(tile, channels4), {
    inputs: [x, filter],
    shape: [batch, outHeight, outWidth, outChannels],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: Math.ceil(batch / tile.images) * rowTiles * columnTiles *
      channelTiles,
    halves: true,
  });
}
