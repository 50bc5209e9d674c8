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
import type { Backend } from "./program.ts";
import { sumParts } from "./sum_middle.ts";
import { isUnrolled } from "./tuning.ts";
import { unrolled, unrolledTileOf } from "./unrolled.ts";
import {
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
  return tile && isUnrolled(tile.whole ? "whole convolution" : "convolution")
    ? unrolled(backend, x, filter, shape, tile)
    : gather(backend, x, filter, shape);
}

/** The gradient of a convolution's filter. */
export function convolveFilter(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const tile = unrolledFilterTileOf(shape);
  const parts =
    tile && isUnrolled(tile.whole ? "whole filter gradient" : "filter gradient")
      ? unrolledFilterGradient(backend, x, dy, shape, tile)
      : filterGradient(backend, x, dy, shape);
  return sumParts(backend, parts);
}
