import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { findPatch, pixel, readPatch } from "./_patch.ts";
import {
  PATCH,
  PATCH_ROWS,
  PLACES,
  RESULT_ROWS,
  TILE,
  tilesOf,
  transform,
  turned,
} from "./_tiles.ts";
import type { Images } from "./turns.ts";

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

// Takes pixels to panels of channels.
const PIXEL_CHANNELS = channelsShader(
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

// Takes a gradient to panels of channels.
const GRADIENT_CHANNELS = channelsShader(
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
