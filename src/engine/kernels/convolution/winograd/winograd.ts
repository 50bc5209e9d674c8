import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "../_gather_shape.ts";
import { lines, locals, range } from "../../_text.ts";
import { PANEL, panelsOf, product } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import {
  BLOCK_SIDE,
  BLOCK_TILES,
  blocksOf,
  filterColumns,
  type Images,
  tileRows,
} from "./_panels.ts";
import { PATCH, PLACES, RESULT_ROWS, TILE, transform } from "./_tiles.ts";

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

/** Numbers of the transformed tiles that are made in one go. */
const MOST = 2 ** 23;

/** The images of a batch, as many at a time as memory is given. */
export function inTurns(batch: number, numbersOfImage: number): Images[] {
  const count = Math.max(1, Math.floor(MOST / numbersOfImage));
  return range(Math.ceil(batch / count)).map((turn) => ({
    first: turn * count,
    count: Math.min(count, batch - turn * count),
  }));
}

/** The padding as a forward convolution with the same result has it. */
function asForward(shape: GatherShape): GatherShape {
  if (!shape.transposed) return shape;
  return { ...shape, top: 2 - shape.top, left: 2 - shape.left };
}

/**
 * Runs a convolution with a filter of 3 x 3 that moves by one pixel, or its
 * gradient from result to input, with four ninths of the multiplications.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param filter [3, 3, inChannels, outChannels]
 * @returns [batch, outHeight, outWidth, outChannels]
 */
export function winograd(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  given: GatherShape,
): TensorInfo {
  const shape = asForward(given);
  const { batch, inChannels, outHeight, outWidth, outChannels } = shape;
  const { rows, columns } = blocksOf(shape);
  const tilesOfImage = rows * columns * BLOCK_TILES;
  const b = filterColumns(backend, filter, shape, shape.transposed);
  const columnPanels = panelsOf(outChannels / 4);
  let result: TensorInfo | undefined;
  const numbers = tilesOfImage * PLACES * Math.max(inChannels, outChannels);
  for (const images of inTurns(batch, numbers)) {
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
        columnPanels * PANEL / 4,
      ],
      invocations: images.count * tilesOfImage * outChannels / 4,
      ...result ? { into: result } : {},
    });
    backend.disposeData(products.dataId);
  }
  backend.disposeData(b.dataId);
  if (result === undefined) throw new RangeError("No images");
  return result;
}
