import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, locals } from "../../_text.ts";
import { PANEL, panelsOf, product } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";
import { gradientChannels, pixelChannels, tilesOf } from "./_panels.ts";
import { FILTER_ROWS, PATCH, PLACES, transform, turned } from "./_tiles.ts";
import { inTurns } from "./winograd.ts";

// Thread: four channels of the output of one channel of the input.
const RESULT: EachShader = {
  key: "winogradFilterResult",
  inputs: ["x"],
  uniforms: ["inChannels", "outDepth", "rows", "panelDepth", "parts"],
  main: () => `
    ${locals("inChannels", "outDepth")}
    let channel = index % outDepth;
    let row = index / outDepth;
    let step = uniforms.rows * uniforms.panelDepth;
    var source = row * uniforms.panelDepth + channel;
    ${lines(PLACES, (place) => `var x${place} = x[source + ${place} * step];`)}
    for (var part = 1; part < uniforms.parts; part++) {
      source += ${PLACES} * step;
      ${lines(PLACES, (place) => `x${place} += x[source + ${place} * step];`)}
    }
    ${
    transform(
      turned(FILTER_ROWS),
      turned(FILTER_ROWS),
      (row, column) => `x${row * PATCH + column}`,
      (row, column) => `m${row}${column}`,
      (row, column) => `y${row * 3 + column}`,
    )
  }
    let size = inChannels * outDepth;
    ${lines(9, (tap) => `result[index + ${tap} * size] = y${tap};`)}`,
};

/** Enough invocations of the product for some processors. */
const WANTED_INVOCATIONS = 512;

/**
 * The gradient of a filter of 3 x 3 that moves by one pixel, in parts that are
 * still to be added up.
 *
 * @param x [batch, inHeight, inWidth, inChannels]
 * @param dy [batch, outHeight, outWidth, outChannels]
 * @returns [parts, 3, 3, inChannels, outChannels]
 */
export function winogradFilterGradient(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { batch, inChannels, outChannels } = shape;
  const { rows, columns } = tilesOf(shape);
  const rowPanels = panelsOf(inChannels / 4);
  const columnPanels = panelsOf(outChannels / 4);
  const numbers = rows * columns * PLACES * Math.max(inChannels, outChannels);
  const made = inTurns(batch, numbers).map((images) => {
    const a = pixelChannels(backend, x, shape, images);
    const b = gradientChannels(backend, dy, shape, images);
    const inner = images.count * rows * columns;
    const wanted = Math.ceil(
      WANTED_INVOCATIONS / (PLACES * rowPanels * columnPanels),
    );
    const innerOfPart = Math.ceil(inner / Math.min(inner, wanted));
    const parts = Math.ceil(inner / innerOfPart);
    const products = product(backend, a, b, {
      count: PLACES,
      rowPanels,
      columnPanels,
      inner,
      parts,
    });
    for (const { dataId } of [a, b]) backend.disposeData(dataId);
    const result = runEach(backend, RESULT, {
      inputs: [products],
      shape: [1, 3, 3, inChannels, outChannels],
      uniforms: [
        inChannels,
        outChannels / 4,
        rowPanels * PANEL,
        columnPanels * PANEL / 4,
        parts,
      ],
      invocations: inChannels * outChannels / 4,
    });
    backend.disposeData(products.dataId);
    return result;
  });
  const [first] = made;
  if (first === undefined) throw new RangeError("No images");
  return first;
}
