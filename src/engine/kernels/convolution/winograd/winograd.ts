import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "../_gather_shape.ts";
import { compileAhead } from "../../compile_ahead.ts";
import { madeOfFixed } from "../fixed_filters.ts";
import { lines, locals } from "../../_text.ts";
import { PANEL, PANEL4, panelsOf, PRODUCT, product } from "../../product.ts";
import type { Backend } from "../../program.ts";
import { type EachShader, runEach } from "../../run_each.ts";
import { SIDE } from "../_three_by_three.ts";
import { formOf } from "../../tuning.ts";
import { filterColumns } from "./_filter_columns.ts";
import { pixelPatches, tileRowsShader } from "./_patches.ts";
import { FOURS, numbersOfImage, tilesOf, type Tiling } from "./tiles.ts";
import { LEAST_CHANNELS, tilingOf } from "./choose_tiling.ts";
import { ofPlaces } from "./_transform.ts";
import { inTurns, MOST } from "./turns.ts";

// Thread: four channels of one tile of the result.
function resultShader(tiling: Tiling): EachShader {
  const { tile, patch, toResult } = tiling;
  return {
    key: `winogradResult ${tile}`,
    inputs: ["x"],
    uniforms: [
      "firstImage",
      "outHeight",
      "outWidth",
      "outDepth",
      "tileRows",
      "tileColumns",
      "rows",
      "panelDepth",
      "placeRows",
    ],
    main: () => `
    ${locals("outHeight", "outWidth", "outDepth", "tileRows", "tileColumns")}
    let channel = index % outDepth;
    let tile = index / outDepth;
    let line = tile / tileColumns;
    let image = uniforms.firstImage + line / tileRows;
    let row = line % tileRows * ${tile};
    let column = tile % tileColumns * ${tile};
    let source = tile * uniforms.panelDepth + channel;
    let step = uniforms.rows * uniforms.panelDepth;
    ${
      ofPlaces(
        toResult,
        "uniforms.placeRows",
        lines(patch, (column) =>
          `let t${column} = x[source + (placeRow * ${patch} + ${column}) * step];`),
        (row, column) =>
          `y${row}_${column}`,
      )
    }
    let at = ((image * outHeight + row) * outWidth + column) * outDepth + channel;
    ${
      lines(tile, (y) => `
    if (row + ${y} < outHeight) {
      let at${y} = at + ${y} * outWidth * outDepth;
      ${
        lines(tile, (x) => `
      if (column + ${x} < outWidth) { result[at${y} + ${x} * outDepth] = y${y}_${x}; }`)
      }
    }`)
    }`,
  };
}

/** The padding as a forward convolution with the same result has it. */
function asForward(shape: GatherShape): GatherShape {
  if (!shape.transposed) return shape;
  const { top, left } = shape;
  return { ...shape, top: SIDE - 1 - top, left: SIDE - 1 - left };
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
    return compileAhead([tileRowsShader(FOURS), PRODUCT]);
  }
}

/**
 * Runs a convolution with a filter of 3 x 3 that moves by one pixel, or its
 * gradient from result to input, with a quarter of the multiplications.
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
  const tiling = tilingOf(shape);
  const { rows, columns, count } = tilesOf(tiling, shape);
  const makeColumns = () =>
    filterColumns(backend, tiling, filter, shape, shape.transposed);
  // Those of all filters are a tenth of a step that trains a head alone.
  const kept = madeOfFixed(
    filter,
    `columns ${tiling.tile} ${shape.transposed}`,
    makeColumns,
  );
  const b = kept ?? makeColumns();
  const columnPanels = panelsOf(outChannels / 4);
  let result: TensorInfo | undefined;
  for (const images of inTurns(batch, numbersOfImage(tiling, shape), most)) {
    const a = pixelPatches(backend, tiling, "tiles", x, shape, images);
    const rowPanels = panelsOf(images.count * count / 4);
    const products = product(backend, a, b, {
      count: tiling.places,
      rowPanels,
      columnPanels,
      inner: inChannels,
      parts: 1,
    });
    backend.disposeData(a.dataId);
    result = runEach(backend, resultShader(tiling), {
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
        tiling.patch,
      ],
      invocations: images.count * count * outChannels / 4,
      halves: true,
      ...result ? { into: result } : {},
    });
    backend.disposeData(products.dataId);
  }
  if (kept === undefined) backend.disposeData(b.dataId);
  if (result === undefined) throw new RangeError("Cannot convolve no images");
  return result;
}
