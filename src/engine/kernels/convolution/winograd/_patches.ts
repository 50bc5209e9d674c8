import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { findPatch, pixel, readPatch } from "./_patch.ts";
import { type Matrix, tilesOf, type Tiling, TWOS } from "./tiles.ts";
import { toPlaces, turned } from "./_transform.ts";
import type { Images } from "./turns.ts";

const UNIFORMS = [
  "firstImage",
  "height",
  "width",
  "depth",
  "top",
  "left",
  "tileRows",
  "tileColumns",
  "tiles",
  "placeStep",
  "tilePanelStep",
  "tileStep",
  "depthPanelStep",
  "depthStep",
  "channelStep",
  "channelsOfOne",
] as const;

/** How a patch becomes a transformed tile. */
interface Transform {
  readonly name: string;
  readonly tiling: Tiling;
  /** Of what is read for a tile. */
  readonly side: number;
  readonly matrix: Matrix;
}

/** What the rows, or columns, of the matrices are. */
type Rows = "tiles" | "channels";

/**
 * Whether four channels, which are neighbours then, are written at once. Stores
 * are what takes to compile: those of large tiles are worth a loop over channels.
 */
function writesFours({ tiling }: Transform, rows: Rows): boolean {
  return rows === "channels" && tiling === TWOS;
}

/** WGSL that writes the places of a tile, from `at` on. */
function write(transform: Transform, rows: Rows): string {
  const each = (part: string) =>
    lines(
      transform.tiling.places,
      (place) => `result[at + ${place} * placeStep] = t${place}${part};`,
    );
  if (writesFours(transform, rows)) return each("");
  // That it goes round four times, no compiler is to know: it would unroll it.
  return `
      for (var k = 0; k < uniforms.channelsOfOne; k++) {
        ${each("[k]")}
        at += uniforms.channelStep;
      }`;
}

// Thread: four channels of one tile; neighbours have the next tiles.
function shader(transform: Transform, rows: Rows): EachShader {
  const { name, tiling: { tile }, side, matrix } = transform;
  const fours = writesFours(transform, rows);
  return {
    key: `${name} ${tile} ${fours}`,
    inputs: ["x"],
    scalars: fours ? [] : ["result"],
    uniforms: UNIFORMS,
    main: () => `
      ${locals("height", "width", "tileRows", "tileColumns", "placeStep")}
      let inDepth = uniforms.depth;
      let rest = index / ${PANEL};
      let depth = rest % inDepth;
      let panel = rest / inDepth;
      let tile = panel * ${PANEL} + index % ${PANEL};
      if (tile >= uniforms.tiles) { return; }
      let line = tile / tileColumns;
      let image = uniforms.firstImage + line / tileRows;
      let row = line % tileRows * ${tile} - uniforms.top;
      let column = tile % tileColumns * ${tile} - uniforms.left;
      ${findPatch(side)}
      ${readPatch(side)}
      ${toPlaces(matrix, pixel)}
      var at = panel * uniforms.tilePanelStep + index % ${PANEL} * uniforms.tileStep
        + depth / ${PANEL4} * uniforms.depthPanelStep
        + depth % ${PANEL4} * uniforms.depthStep;
      ${write(transform, rows)}`,
  };
}

/** Takes pixels to transformed tiles. */
function ofPixels(tiling: Tiling): Transform {
  const { patch, fromPatch } = tiling;
  return { name: "winogradPixels", tiling, side: patch, matrix: fromPatch };
}

/** Takes a gradient to transformed tiles. */
function ofGradient(tiling: Tiling): Transform {
  const { tile, toResult } = tiling;
  const matrix = turned(toResult);
  return { name: "winogradGradient", tiling, side: tile, matrix };
}

/** The shader of {@linkcode tileRows}. */
export function tileRowsShader(tiling: Tiling): EachShader {
  return shader(ofPixels(tiling), "tiles");
}

/** What is transformed. */
interface Given {
  /** [batch, height, width, channels] */
  readonly x: TensorInfo;
  readonly top: number;
  readonly left: number;
  readonly shape: ConvolutionShape;
  readonly images: Images;
}

function runPatches(
  backend: Backend,
  transform: Transform,
  rows: Rows,
  { x, top, left, shape, images }: Given,
): TensorInfo {
  const { tiling } = transform;
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const ofImage = tilesOf(tiling, shape);
  const tiles = images.count * ofImage.count;
  const [outer, inner] = rows === "tiles"
    ? [tiles, channels]
    : [channels, tiles];
  const panels = panelsOf(outer / 4);
  // From a panel to the next, and from one of the inner dimension to the next.
  const [panelStep, innerStep] = [inner * PANEL, PANEL];
  const steps = rows === "tiles"
    ? {
      tilePanelStep: panelStep,
      tileStep: 1,
      depthPanelStep: PANEL * innerStep,
      depthStep: 4 * innerStep,
      channelStep: innerStep,
    }
    : {
      tilePanelStep: PANEL * innerStep,
      tileStep: innerStep,
      depthPanelStep: panelStep,
      depthStep: 4,
      channelStep: 1,
    };
  const unit = writesFours(transform, rows) ? 4 : 1;
  const values: Record<typeof UNIFORMS[number], number> = {
    firstImage: images.first,
    height,
    width,
    depth: channels / 4,
    top,
    left,
    tileRows: ofImage.rows,
    tileColumns: ofImage.columns,
    tiles,
    placeStep: panels * panelStep / unit,
    tilePanelStep: steps.tilePanelStep / unit,
    tileStep: steps.tileStep / unit,
    depthPanelStep: steps.depthPanelStep / unit,
    depthStep: steps.depthStep / unit,
    channelStep: steps.channelStep,
    channelsOfOne: 4,
  };
  return runEach(backend, shader(transform, rows), {
    inputs: [x],
    shape: [tiling.places, panels, inner, PANEL],
    uniforms: UNIFORMS.map((name) => values[name]),
    invocations: panelsOf(tiles / 4) * PANEL * channels / 4,
  });
}

/**
 * The transformed tiles of some images, they or their channels as rows of
 * matrices.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @returns of tiles [places, panels of tiles, inChannels, 16 tiles], of
 * channels [places, panels of channels, tiles, 16 channels]
 */
export function pixelPatches(
  backend: Backend,
  tiling: Tiling,
  rows: Rows,
  x: TensorInfo,
  shape: ConvolutionShape,
  images: Images,
): TensorInfo {
  const given = { x, top: shape.top, left: shape.left, shape, images };
  return runPatches(backend, ofPixels(tiling), rows, given);
}

/**
 * The transformed tiles of a gradient, its channels as columns of matrices.
 *
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [places, panels of channels, tiles, 16 channels]
 */
export function gradientChannels(
  backend: Backend,
  tiling: Tiling,
  dy: TensorInfo,
  shape: ConvolutionShape,
  images: Images,
): TensorInfo {
  const given = { x: dy, top: 0, left: 0, shape, images };
  return runPatches(backend, ofGradient(tiling), "channels", given);
}
