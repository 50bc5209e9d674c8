/**
 * What is multiplied: transformed tiles and filters, in the panels of a product.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals, range } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { SIDE } from "../_three_by_three.ts";
import {
  FILTER_ROWS,
  PATCH,
  PATCH_ROWS,
  PLACES,
  RESULT_ROWS,
  TILE,
  tilesOf,
  transform,
  turned,
} from "./_tiles.ts";

/** Tiles of a block, each way: what they read overlaps. */
const BLOCK = 2;
/** Tiles of a block: the rows of one four of a panel. */
export const BLOCK_TILES = BLOCK * BLOCK;
/** Numbers of the result in a block, each way. */
export const BLOCK_SIDE = BLOCK * TILE;

/** Images of a batch that are done in one go. */
export interface Images {
  readonly first: number;
  readonly count: number;
}

/** WGSL of the pixel at `row` and `column` of a patch, as `name`. */
function readPixel(name: string, row: number, column: number): string {
  return `let ${name} = select(vec4<f32>(), x[rowAt${row} + columnAt${column} + depth],
    rowInside${row} & columnInside${column});`;
}

/** WGSL that finds the pixels of a patch of so many, from `image`, `row` and `column`. */
function findPatch(side: number): string {
  return `
    ${
    lines(side, (i) => `
    let y${i} = row + ${i};
    let rowInside${i} = u32(y${i}) < u32(height);
    let rowAt${i} = (image * height + select(0, y${i}, rowInside${i})) * width * inDepth;`)
  }
    ${
    lines(side, (i) => `
    let x${i} = column + ${i};
    let columnInside${i} = u32(x${i}) < u32(width);
    let columnAt${i} = select(0, x${i}, columnInside${i}) * inDepth;`)
  }`;
}

/** WGSL that reads all pixels of a patch, as `x<row>_<column>`. */
function readPatch(side: number): string {
  return range(side).flatMap((row) =>
    range(side).map((column) => readPixel(pixel(row, column), row, column))
  ).join("\n");
}

function pixel(row: number, column: number): string {
  return `p${row}_${column}`;
}

// Thread: four channels of a block of tiles. What is four channels of a tile
// becomes four tiles of a channel, which are rows of the product.
const BLOCKS: EachShader = {
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

/** Taps of the filters. */
export const FILTER_TAPS = SIDE * SIDE;

// Thread: four channels of the output of one channel of the input.
const FILTER: EachShader = {
  key: "winogradFilter",
  inputs: ["w"],
  uniforms: ["inChannels", "outDepth", "panels", "firstTap", "tapStep"],
  main: () => `
    ${locals("inChannels", "outDepth")}
    let k = index / ${PANEL4} % inChannels;
    let panel = index / ${PANEL4} / inChannels;
    let channel = panel * ${PANEL4} + index % ${PANEL4};
    if (channel >= outDepth) { return; }
    let size = inChannels * outDepth;
    let step = uniforms.tapStep * size;
    let source = uniforms.firstTap * size + k * outDepth + channel;
    ${lines(FILTER_TAPS, (tap) => `let w${tap} = w[source + ${tap} * step];`)}
    ${
    transform(
      FILTER_ROWS,
      FILTER_ROWS,
      (row, column) => `w${row * SIDE + column}`,
      (row, column) => `m${row}${column}`,
      (row, column) => `t${row * PATCH + column}`,
    )
  }
    let placeStep = uniforms.panels * inChannels * ${PANEL4};
    ${
    lines(
      PLACES,
      (place) => `result[index + ${place} * placeStep] = t${place};`,
    )
  }`,
};

/**
 * A transformed filter, as columns of matrices.
 *
 * @param w [3, 3, inChannels, outChannels]
 * @param backwards whether it is read from its last tap to its first
 * @returns [16, panels of the output's channels, inChannels, 16]
 */
export function filterColumns(
  backend: Backend,
  w: TensorInfo,
  { inChannels, outChannels }: ConvolutionShape,
  backwards: boolean,
): TensorInfo {
  const panels = panelsOf(outChannels / 4);
  return runEach(backend, FILTER, {
    inputs: [w],
    shape: [PLACES, panels, inChannels, PANEL],
    uniforms: [
      inChannels,
      outChannels / 4,
      panels,
      backwards ? FILTER_TAPS - 1 : 0,
      backwards ? -1 : 1,
    ],
    invocations: panels * inChannels * PANEL4,
  });
}

/** A shader that makes panels of channels, with tiles for the inner dimension. */
function channelsShader(key: string, side: number, made: string): EachShader {
  return {
    key,
    inputs: ["x"],
    uniforms: [
      "firstImage",
      "height",
      "width",
      "inDepth",
      "top",
      "left",
      "tileRows",
      "tileColumns",
      "tiles",
      "panels",
    ],
    main: () => `
      ${
      locals("height", "width", "inDepth", "tileRows", "tileColumns", "tiles")
    }
      let tile = index / ${PANEL4} % tiles;
      let panel = index / ${PANEL4} / tiles;
      let depth = panel * ${PANEL4} + index % ${PANEL4};
      if (depth >= inDepth) { return; }
      let line = tile / tileColumns;
      let image = uniforms.firstImage + line / tileRows;
      let row = line % tileRows * ${TILE} - uniforms.top;
      let column = tile % tileColumns * ${TILE} - uniforms.left;
      ${findPatch(side)}
      ${readPatch(side)}
      ${made}
      let step = uniforms.panels * tiles * ${PANEL4};
      ${
      lines(PLACES, (place) => `result[index + ${place} * step] = t${place};`)
    }`,
  };
}

/** Takes pixels to panels of channels. */
export const PIXEL_CHANNELS = channelsShader(
  "winogradPixelChannels",
  PATCH,
  transform(
    PATCH_ROWS,
    PATCH_ROWS,
    pixel,
    (row, column) => `m${row}${column}`,
    (row, column) => `t${row * PATCH + column}`,
  ),
);

/** Takes a gradient to panels of channels. */
export const GRADIENT_CHANNELS = channelsShader(
  "winogradGradientChannels",
  TILE,
  transform(
    turned(RESULT_ROWS),
    turned(RESULT_ROWS),
    pixel,
    (row, column) => `m${row}${column}`,
    (row, column) => `t${row * PATCH + column}`,
  ),
);

function runChannels(
  backend: Backend,
  shader: EachShader,
  x: TensorInfo,
  shape: ConvolutionShape,
  images: Images,
  [top, left]: readonly [top: number, left: number],
): TensorInfo {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const { rows, columns } = tilesOf(shape);
  const tiles = images.count * rows * columns;
  const panels = panelsOf(channels / 4);
  return runEach(backend, shader, {
    inputs: [x],
    shape: [PLACES, panels, tiles, PANEL],
    uniforms: [
      images.first,
      height,
      width,
      channels / 4,
      top,
      left,
      rows,
      columns,
      tiles,
      panels,
    ],
    invocations: panels * tiles * PANEL4,
  });
}

/**
 * The transformed tiles of some images, their channels as rows of matrices.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @returns [16, panels of channels, tiles, 16]
 */
export function pixelChannels(
  backend: Backend,
  x: TensorInfo,
  shape: ConvolutionShape,
  images: Images,
): TensorInfo {
  const { top, left } = shape;
  return runChannels(backend, PIXEL_CHANNELS, x, shape, images, [top, left]);
}

/**
 * The transformed tiles of a gradient, its channels as columns of matrices.
 *
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [16, panels of channels, tiles, 16]
 */
export function gradientChannels(
  backend: Backend,
  dy: TensorInfo,
  shape: ConvolutionShape,
  images: Images,
): TensorInfo {
  return runChannels(backend, GRADIENT_CHANNELS, dy, shape, images, [0, 0]);
}
