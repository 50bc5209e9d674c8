import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf, product } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { FILTER_TAPS, SIDE } from "../_three_by_three.ts";
import { gradientChannels, pixelChannels } from "./_channels.ts";
import { inTurns, MOST } from "./turns.ts";
import {
  FILTER_ROWS,
  PATCH,
  PLACES,
  tilesOf,
  transform,
  turned,
} from "./_tiles.ts";

// Thread: four channels of the output of one channel of the input.
const RESULT: EachShader = {
  key: "winogradFilterResult",
  inputs: ["x"],
  uniforms: ["inChannels", "outDepth", "rows", "panelDepth", "parts", "turn"],
  main: () => `
    ${locals("inChannels", "outDepth")}
    let channel = index % outDepth;
    let row = index / outDepth;
    let step = uniforms.rows * uniforms.panelDepth;
    var source = row * uniforms.panelDepth + channel;
    ${lines(PLACES, (place) => `var x${place} = vec4<f32>();`)}
    for (var part = 0; part < uniforms.parts; part++) {
      ${lines(PLACES, (place) => `x${place} += x[source + ${place} * step];`)}
      source += ${PLACES} * step;
    }
    ${
    transform(
      turned(FILTER_ROWS),
      turned(FILTER_ROWS),
      (row, column) => `x${row * PATCH + column}`,
      (row, column) => `m${row}${column}`,
      (row, column) => `y${row * SIDE + column}`,
    )
  }
    let size = inChannels * outDepth;
    let at = uniforms.turn * ${FILTER_TAPS} * size + index;
    ${lines(FILTER_TAPS, (tap) => `result[at + ${tap} * size] = y${tap};`)}`,
};

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
  const { rows, columns } = tilesOf(shape);
  const rowPanels = panelsOf(inChannels / 4);
  const columnPanels = panelsOf(outChannels / 4);
  const numbers = rows * columns * PLACES * Math.max(inChannels, outChannels);
  const turns = inTurns(batch, numbers, most);
  const wantedParts = Math.ceil(
    WANTED_INVOCATIONS / (PLACES * rowPanels * columnPanels),
  );
  let result: TensorInfo | undefined;
  for (const [turn, images] of turns.entries()) {
    const a = pixelChannels(backend, x, shape, images);
    const b = gradientChannels(backend, dy, shape, images);
    const inner = images.count * rows * columns;
    const innerOfPart = Math.ceil(inner / Math.min(inner, wantedParts));
    const parts = Math.ceil(inner / innerOfPart);
    const products = product(backend, a, b, {
      count: PLACES,
      rowPanels,
      columnPanels,
      inner,
      parts,
    });
    for (const { dataId } of [a, b]) backend.disposeData(dataId);
    result = runEach(backend, RESULT, {
      inputs: [products],
      shape: [turns.length, SIDE, SIDE, inChannels, outChannels],
      uniforms: [
        inChannels,
        outChannels / 4,
        rowPanels * PANEL,
        columnPanels * PANEL4,
        parts,
        turn,
      ],
      invocations: inChannels * outChannels / 4,
      ...result ? { into: result } : {},
    });
    backend.disposeData(products.dataId);
  }
  if (result === undefined) throw new RangeError("Cannot convolve no images");
  return result;
}
