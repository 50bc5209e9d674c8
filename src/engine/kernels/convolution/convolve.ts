/**
 * Chooses the shader of a convolution.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "./_gather_shape.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { filterGradient } from "./filter_gradient.ts";
import { gather } from "./gather.ts";
import type { Backend } from "../program.ts";
import { sharedConvolution } from "./shared_convolution.ts";
import { sharedFilterGradient } from "./shared_filter_gradient.ts";
import { isStrip, stripFilterGradient } from "./strip_filter_gradient.ts";
import { sumParts } from "../reduction/sum_middle.ts";
import { formOf } from "../tuning.ts";
import { unrolled, unrolledTileOf } from "./unrolled.ts";
import {
  compileUnrolledFilterGradient,
  unrolledFilterGradient,
  unrolledFilterTileOf,
} from "./unrolled_filter_gradient.ts";

/** A convolution, or its gradient from result to input. */
export function convolve(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  const tile = unrolledTileOf(shape);
  const form = formOf(
    tile === undefined
      ? "other convolution"
      : tile.whole
      ? "whole convolution"
      : "convolution",
  );
  if (form === "shared") return sharedConvolution(backend, x, filter, shape);
  if (!tile || form !== "unrolled") return gather(backend, x, filter, shape);
  if (!shape.transposed) expectFilterGradient(shape);
  return unrolled(backend, x, filter, shape, tile);
}

/** How the gradient of a filter is computed. */
function filterPlan(shape: ConvolutionShape) {
  const tile = unrolledFilterTileOf(shape);
  const form = formOf(
    tile === undefined
      ? "other filter gradient"
      : tile.whole
      ? "whole filter gradient"
      : "filter gradient",
  );
  return { tile, form };
}

/** After a convolution its gradient is wanted, where something trains. */
function expectFilterGradient(shape: ConvolutionShape): void {
  const { tile, form } = filterPlan(shape);
  if (tile && form === "unrolled") compileUnrolledFilterGradient(shape, tile);
}

/** The gradient of a convolution's filter. */
export function convolveFilter(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  return sumParts(backend, partsOfFilter(backend, x, dy, shape));
}

/** The parts of its sum. */
function partsOfFilter(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { tile, form } = filterPlan(shape);
  if (form === "shared") return sharedFilterGradient(backend, x, dy, shape);
  if (tile && form === "unrolled") {
    return unrolledFilterGradient(backend, x, dy, shape, tile);
  }
  return isStrip(shape)
    ? stripFilterGradient(backend, x, dy, shape)
    : filterGradient(backend, x, dy, shape);
}
