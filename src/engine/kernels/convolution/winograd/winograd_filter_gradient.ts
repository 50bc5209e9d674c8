import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf, product } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { FILTER_TAPS, SIDE } from "../_three_by_three.ts";
import { filterTilingOf } from "./choose_tiling.ts";
import { gradientChannels, pixelPatches } from "./_patches.ts";
import { numbersOfImage, tilesOf, type Tiling } from "./tiles.ts";
import { ofPlaces, turned } from "./_transform.ts";
import { inTurns, MOST } from "./turns.ts";

// Thread: four channels of the output of one channel of the input.
function resultShader(tiling: Tiling): EachShader {
  const { tile, patch, places, fromFilter } = tiling;
  return {
    key: `winogradFilterResult ${tile}`,
    inputs: ["x"],
    uniforms: [
      "inChannels",
      "outDepth",
      "rows",
      "panelDepth",
      "parts",
      "turn",
      "placeRows",
    ],
    main: () => `
    ${locals("inChannels", "outDepth")}
    let channel = index % outDepth;
    let row = index / outDepth;
    let step = uniforms.rows * uniforms.panelDepth;
    let source = row * uniforms.panelDepth + channel;
    ${
      ofPlaces(
        turned(fromFilter),
        "uniforms.placeRows",
        `
        ${lines(patch, (column) => `var t${column} = vec4<f32>();`)}
        var at = source + placeRow * ${patch} * step;
        for (var part = 0; part < uniforms.parts; part++) {
          ${lines(patch, (column) => `t${column} += x[at + ${column} * step];`)}
          at += ${places} * step;
        }`,
        (row, column) => `y${row * SIDE + column}`,
      )
    }
    let size = inChannels * outDepth;
    let to = uniforms.turn * ${FILTER_TAPS} * size + index;
    ${lines(FILTER_TAPS, (tap) => `result[to + ${tap} * size] = y${tap};`)}`,
  };
}

/** Enough invocations of the product for some processors. */
const WANTED_INVOCATIONS = 512;

/**
 * The gradient of a filter of 3 x 3 that moves by one pixel, in parts that are
 * still to be added up: of some images each, if they are many.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @param most numbers of the transformed tiles that are made in one go
 * @returns [parts, 3, 3, inChannels, outChannels]
 */
export function winogradFilterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
  most = MOST,
): TensorInfo {
  const { batch, inChannels, outChannels } = shape;
  const tiling = filterTilingOf(shape);
  const { places } = tiling;
  const { count } = tilesOf(tiling, shape);
  const rowPanels = panelsOf(inChannels / 4);
  const columnPanels = panelsOf(outChannels / 4);
  const turns = inTurns(batch, numbersOfImage(tiling, shape), most);
  const wantedParts = Math.ceil(
    WANTED_INVOCATIONS / (places * rowPanels * columnPanels),
  );
  let result: TensorInfo | undefined;
  for (const [turn, images] of turns.entries()) {
    const a = pixelPatches(backend, tiling, "channels", x, shape, images);
    const b = gradientChannels(backend, tiling, dy, shape, images);
    const inner = images.count * count;
    const innerOfPart = Math.ceil(inner / Math.min(inner, wantedParts));
    const parts = Math.ceil(inner / innerOfPart);
    const products = product(backend, a, b, {
      count: places,
      rowPanels,
      columnPanels,
      inner,
      parts,
    });
    for (const { dataId } of [a, b]) backend.disposeData(dataId);
    result = runEach(backend, resultShader(tiling), {
      inputs: [products],
      shape: [turns.length, SIDE, SIDE, inChannels, outChannels],
      uniforms: [
        inChannels,
        outChannels / 4,
        rowPanels * PANEL,
        columnPanels * PANEL4,
        parts,
        turn,
        tiling.patch,
      ],
      invocations: inChannels * outChannels / 4,
      ...result ? { into: result } : {},
    });
    backend.disposeData(products.dataId);
  }
  if (result === undefined) throw new RangeError("Cannot convolve no images");
  return result;
}
