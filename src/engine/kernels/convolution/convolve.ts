/**
 * Chooses the shader of a convolution.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "./_gather_shape.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { chooseFilterTile, filterGradient } from "./filter_gradient.ts";
import { gather, gatherScalars } from "./gather.ts";
import type { Backend } from "../program.ts";
import { sharedConvolution } from "./shared_convolution.ts";
import { sharedFilterGradient } from "./shared_filter_gradient.ts";
import { isThreeByThree } from "./_three_by_three.ts";
import { isStrip, stripFilterGradient } from "./strip_filter_gradient.ts";
import { sumParts } from "../reduction/sum_middle.ts";
import { formOf } from "../tuning.ts";
import { unrolled, unrolledTileOf } from "./unrolled.ts";
import {
  unrolledFilterGradient,
  unrolledFilterTileOf,
} from "./unrolled_filter_gradient.ts";
import { isForWinograd } from "./winograd/choose_tiling.ts";
import { winograd } from "./winograd/winograd.ts";
import { winogradFilterGradient } from "./winograd/winograd_filter_gradient.ts";

/** What a kernel is tuned as, from the name of what it computes. */
function tunedAs<Name extends string>(
  name: Name,
  shape: ConvolutionShape,
): Name | `small ${Name}` | `other ${Name}` {
  if (!isThreeByThree(shape)) return `other ${name}`;
  return isForWinograd(shape) ? name : `small ${name}`;
}

/** How a convolution is computed, or its gradient from result to input. */
function planOf(shape: GatherShape) {
  const form = formOf(tunedAs("convolution", shape));
  const tile = form === "unrolled" ? unrolledTileOf(shape) : undefined;
  return { tile, form };
}

/**
 * Whether {@linkcode convolve} wants the filter of a gradient as the forward
 * convolution has it, `[.., outChannels, inChannels]`, rather than turned.
 */
export function readsAsForward(shape: GatherShape): boolean {
  const { tile, form } = planOf(shape);
  return form === "winograd" || form === "compact" ||
    form === "unrolled" && tile === undefined;
}

/** A convolution, or its gradient from result to input. */
export function convolve(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  const { tile, form } = planOf(shape);
  if (form === "shared") return sharedConvolution(backend, x, filter, shape);
  if (form === "winograd") return winograd(backend, x, filter, shape);
  if (form === "short") return gatherScalars(backend, x, filter, shape);
  return tile === undefined
    ? gather(backend, x, filter, shape)
    : unrolled(backend, x, filter, shape, tile);
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
  const form = formOf(tunedAs("filter gradient", shape));
  const tile = form === "unrolled" ? unrolledFilterTileOf(shape) : undefined;
  if (form === "shared") return sharedFilterGradient(backend, x, dy, shape);
  if (form === "winograd") return winogradFilterGradient(backend, x, dy, shape);
  if (tile !== undefined) {
    return unrolledFilterGradient(backend, x, dy, shape, tile);
  }
  if (isStrip(shape)) return stripFilterGradient(backend, x, dy, shape);
  const loops = chooseFilterTile(shape, form === "short");
  return filterGradient(backend, x, dy, shape, loops);
}
