import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "../_gather_shape.ts";
import { compileAhead } from "../../compile_ahead.ts";
import { madeOfFixed } from "../fixed_filters.ts";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf, PRODUCT, product } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { isThreeByThree, SIDE } from "../_three_by_three.ts";
import { formOf } from "../../tuning.ts";
import { filterColumns } from "./_filter_columns.ts";
import {
  BLOCK_SIDE,
  BLOCK_TILES,
  BLOCKS,
  blocksOf,
  tileRows,
} from "./_tile_rows.ts";
import { PATCH, PLACES, RESULT_ROWS, TILE, transform } from "./_tiles.ts";
import { inTurns, MOST } from "./turns.ts";

// Thread: four channels of one tile of the result.
const RESULT: EachShader = {
  key: "winogradResult",
  inputs: ["x"],
  uniforms: [
    "firstImage",
    "outHeight",
    "outWidth",
    "outDepth",
    "blockRows",
    "blockColumns",
    "rows",
    "panelDepth",
  ],
  main: () => `
    ${locals("outHeight", "outWidth", "outDepth", "blockRows", "blockColumns")}
    let channel = index % outDepth;
    let tile = index / outDepth;
    let block = tile / ${BLOCK_TILES};
    let line = block / blockColumns;
    let image = uniforms.firstImage + line / blockRows;
    let row = line % blockRows * ${BLOCK_SIDE} + tile % ${BLOCK_TILES} / 2 * ${TILE};
    let column = block % blockColumns * ${BLOCK_SIDE} + tile % 2 * ${TILE};
    if ((row >= outHeight) | (column >= outWidth)) { return; }
    let source = tile * uniforms.panelDepth + channel;
    let step = uniforms.rows * uniforms.panelDepth;
    ${lines(PLACES, (place) => `let x${place} = x[source + ${place} * step];`)}
    ${
    transform(
      RESULT_ROWS,
      RESULT_ROWS,
      (row, column) => `x${row * PATCH + column}`,
      (row, column) => `m${row}${column}`,
      (row, column) => `y${row}_${column}`,
    )
  }
    let at = ((image * outHeight + row) * outWidth + column) * outDepth + channel;
    let down = row + 1 < outHeight;
    let right = column + 1 < outWidth;
    result[at] = y0_0;
    if (right) { result[at + outDepth] = y0_1; }
    if (down) {
      result[at + outWidth * outDepth] = y1_0;
      if (right) { result[at + (outWidth + 1) * outDepth] = y1_1; }
    }`,
};

/** The padding as a forward convolution with the same result has it. */
function asForward(shape: GatherShape): GatherShape {
  if (!shape.transposed) return shape;
  const { top, left } = shape;
  return { ...shape, top: SIDE - 1 - top, left: SIDE - 1 - left };
}

/** Channels from which on the multiplications cost more than the transforms. */
const LEAST_CHANNELS = 32;
/** What of the blocks must be in the image. */
const LEAST_USE = 1 / 2;
/** Most numbers of the transformed tiles of one image: they must be bound at once. */
const MOST_OF_IMAGE = 2 ** 24;

/** Whether a convolution, or a gradient of it, is one that {@linkcode winograd} is for. */
export function isForWinograd(shape: ConvolutionShape): boolean {
  const { inChannels, outChannels, outHeight, outWidth } = shape;
  if (!isThreeByThree(shape)) return false;
  if (Math.min(inChannels, outChannels) < LEAST_CHANNELS) return false;
  const { rows, columns } = blocksOf(shape);
  const covered = rows * columns * BLOCK_SIDE ** 2;
  return outHeight * outWidth / covered > LEAST_USE &&
    numbersOfImage(shape) <= MOST_OF_IMAGE;
}

/**
 * Compiles what takes longest of it, where one of these filters will probably be
 * for {@linkcode winograd}: before there is anything to convolve.
 *
 * @param shapes [height, width, in, out]
 */
export function compileWinograd(shapes: Iterable<readonly number[]>): void {
  if (formOf("convolution") !== "winograd") return;
  for (const [height, width, ...channels] of shapes) {
    if (height !== SIDE || width !== SIDE) continue;
    if (Math.min(...channels) < LEAST_CHANNELS) continue;
    return compileAhead([BLOCKS, PRODUCT]);
  }
}

/** Numbers of the transformed tiles of one image. */
function numbersOfImage(shape: ConvolutionShape): number {
  const { rows, columns } = blocksOf(shape);
  const channels = Math.max(shape.inChannels, shape.outChannels);
  return rows * columns * BLOCK_TILES * PLACES * channels;
}

/**
 * Runs a convolution with a filter of 3 x 3 that moves by one pixel, or its
 * gradient from result to input, with four ninths of the multiplications.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [3, 3, inChannels, outChannels], or as the forward convolution
 * has it: with what is "in" and "out" there
 * @param most numbers of the transformed tiles that are made in one go
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function winograd(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  given: GatherShape,
  most = MOST,
): TensorInfo {
  const shape = asForward(given);
  const { batch, inChannels, outHeight, outWidth, outChannels } = shape;
  const { rows, columns } = blocksOf(shape);
  const tilesOfImage = rows * columns * BLOCK_TILES;
  const makeColumns = () =>
    filterColumns(backend, filter, shape, shape.transposed);
  // Those of all filters are a tenth of a step that trains a head alone.
  const kept = madeOfFixed(
    filter,
    `columns ${shape.transposed}`,
    makeColumns,
  );
  const b = kept ?? makeColumns();
  const columnPanels = panelsOf(outChannels / 4);
  let result: TensorInfo | undefined;
  for (const images of inTurns(batch, numbersOfImage(shape), most)) {
    const a = tileRows(backend, x, shape, images);
    const rowPanels = panelsOf(images.count * rows * columns);
    const products = product(backend, a, b, {
      count: PLACES,
      rowPanels,
      columnPanels,
      inner: inChannels,
      parts: 1,
    });
    backend.disposeData(a.dataId);
    result = runEach(backend, RESULT, {
      inputs: [products],
      shape: [batch, outHeight, outWidth, outChannels],
      uniforms: [
        images.first,
        outHeight,
        outWidth,
        outChannels / 4,
        rows,
        columns,
        rowPanels * PANEL,
        columnPanels * PANEL4,
      ],
      invocations: images.count * tilesOfImage * outChannels / 4,
      halves: true,
      ...result ? { into: result } : {},
    });
    backend.disposeData(products.dataId);
  }
  if (kept === undefined) backend.disposeData(b.dataId);
  if (result === undefined) throw new RangeError("Cannot convolve no images");
  return result;
}
