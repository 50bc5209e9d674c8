import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, range } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { findPatch, pixel, readPatch } from "./_patch.ts";
import { PATCH, PATCH_ROWS, PLACES, TILE, transform } from "./_tiles.ts";
import type { Images } from "./turns.ts";

/** Tiles of a block, each way: what they read overlaps. */
const BLOCK = 2;
/** Tiles of a block: the rows of one four of a panel. */
export const BLOCK_TILES = BLOCK * BLOCK;
/** Numbers of the result in a block, each way. */
export const BLOCK_SIDE = BLOCK * TILE;

/**
 * Thread: four channels of a block of tiles. What is four channels of a tile
 * becomes four tiles of a channel, which are rows of the product.
 */
export const BLOCKS: EachShader = {
  key: "winogradBlocks",
  inputs: ["x"],
  uniforms: [
    "firstImage",
    "height",
    "width",
    "inDepth",
    "top",
    "left",
    "blockRows",
    "blockColumns",
    "blocks",
    "panels",
  ],
  main: () => `
    ${locals("height", "width", "inDepth", "blockRows", "blockColumns")}
    let depth = index / ${PANEL4} % inDepth;
    let panel = index / ${PANEL4} / inDepth;
    let block = panel * ${PANEL4} + index % ${PANEL4};
    if (block >= uniforms.blocks) { return; }
    let line = block / blockColumns;
    let image = uniforms.firstImage + line / blockRows;
    let row = line % blockRows * ${BLOCK_SIDE} - uniforms.top;
    let column = block % blockColumns * ${BLOCK_SIDE} - uniforms.left;
    ${findPatch(BLOCK_SIDE + 2)}
    ${readPatch(BLOCK_SIDE + 2)}
    ${
    lines(BLOCK_TILES, (tile) => {
      const [y, x] = [Math.floor(tile / BLOCK) * TILE, tile % BLOCK * TILE];
      return transform(
        PATCH_ROWS,
        PATCH_ROWS,
        (row, column) => pixel(y + row, x + column),
        (row, column) => `m${tile}_${row}${column}`,
        (row, column) => `t${tile}_${row * PATCH + column}`,
      );
    })
  }
    let at = (panel * inDepth + depth) * ${4 * PANEL4} + index % ${PANEL4};
    let step = uniforms.panels * inDepth * ${4 * PANEL4};
    // A loop, though its index chooses parts: stores are what takes to compile.
    for (var k = 0; k < 4; k++) {
      ${
    lines(PLACES, (place) =>
      `result[at + ${place} * step + k * ${PANEL4}] = vec4<f32>(${
        range(BLOCK_TILES).map((tile) =>
          `t${tile}_${place}[k]`
        ).join()
      });`)
  }
    }`,
};

/** Blocks of tiles that cover an image. */
export function blocksOf({ outHeight, outWidth }: ConvolutionShape) {
  return {
    rows: Math.ceil(outHeight / BLOCK_SIDE),
    columns: Math.ceil(outWidth / BLOCK_SIDE),
  };
}

/**
 * The transformed tiles of some images, as rows of matrices.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @returns [16, panels of blocks, inChannels, 16 tiles]
 */
export function tileRows(
  backend: Backend,
  x: TensorInfo,
  shape: ConvolutionShape,
  images: Images,
): TensorInfo {
  const { inHeight, inWidth, inChannels, top, left } = shape;
  const { rows, columns } = blocksOf(shape);
  const blocks = images.count * rows * columns;
  const panels = panelsOf(blocks);
  const inDepth = inChannels / 4;
  return runEach(backend, BLOCKS, {
    inputs: [x],
    shape: [PLACES, panels, inChannels, PANEL],
    uniforms: [
      images.first,
      inHeight,
      inWidth,
      inDepth,
      top,
      left,
      rows,
      columns,
      blocks,
      panels,
    ],
    invocations: panels * inDepth * PANEL4,
  });
}
