/**
 * Chooses the shader of a convolution. What is written out takes hundreds of
 * registers, which software adapters lay on the stack, and GPUs do not have.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherShape } from "./_gather_shape.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { filterGradient } from "./filter_gradient.ts";
import { gather } from "./gather.ts";
import type { Backend } from "./program.ts";
import { isSoftware } from "./software.ts";
import { sumParts } from "./sum_middle.ts";
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
  const tile = inSoftware(backend) ? unrolledTileOf(shape) : undefined;
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
  const tile = inSoftware(backend) ? unrolledFilterTileOf(shape) : undefined;
  const parts = tile === undefined
    ? filterGradient(backend, x, dy, shape)
    : unrolledFilterGradient(backend, x, dy, shape, tile);
  return sumParts(backend, parts);
}

function inSoftware({ device }: Backend): boolean {
  return isSoftware(device.adapterInfo);
}
