import type {
  DepthwiseConv2dNativeAttrs,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { areFloats } from "../../_floats.ts";
import {
  type ConvolutionAttributes,
  type ConvolutionShape,
  readShape,
} from "../convolution_shape.ts";
import { depthwiseFilterGradient } from "./depthwise_filter_gradient.ts";
import { gatherDepthwise } from "./gather_depthwise.ts";
import type { GatherShape } from "../_gather_shape.ts";
import type { KernelCall } from "../../override.ts";
import type { Backend } from "../../program.ts";
import { formOf } from "../../tuning.ts";
import { isForStrips, stripDepthwise } from "./strip_depthwise.ts";

/** `DepthwiseConv2dNative` of [batch, height, width, channels] with [height, width, channels, 1]. */
export function depthwiseConv2D(
  { inputs: { x, filter }, attrs, backend }: KernelCall<
    "x" | "filter",
    DepthwiseConv2dNativeAttrs
  >,
): TensorInfo | undefined {
  const shape = readDepthwise(x.shape, filter.shape, attrs);
  if (shape === undefined || !areFloats(x, filter)) return undefined;
  return convolve(backend, x, filter, { ...shape, transposed: false });
}

/** `DepthwiseConv2dNativeBackpropInput`: the gradient of the input. */
export function depthwiseConv2DBackpropInput(
  { inputs: { dy, filter }, attrs, backend }: KernelCall<
    "dy" | "filter",
    DepthwiseConv2dNativeBackpropInputAttrs
  >,
): TensorInfo | undefined {
  const shape = readDepthwise(attrs.inputShape, filter.shape, attrs);
  if (shape === undefined || !areFloats(dy, filter)) return undefined;
  return convolve(backend, dy, filter, {
    ...shape,
    inHeight: shape.outHeight,
    inWidth: shape.outWidth,
    outHeight: shape.inHeight,
    outWidth: shape.inWidth,
    transposed: true,
  });
}

/** `DepthwiseConv2dNativeBackpropFilter`: the gradient of the filter. */
export function depthwiseConv2DBackpropFilter(
  { inputs: { x, dy }, attrs, backend }: KernelCall<
    "x" | "dy",
    DepthwiseConv2dNativeBackpropFilterAttrs
  >,
): TensorInfo | undefined {
  const shape = readDepthwise(x.shape, attrs.filterShape, attrs);
  if (shape === undefined || !areFloats(x, dy)) return undefined;
  if (shape.filterHeight * shape.filterWidth > MOST_TAPS) return undefined;
  return depthwiseFilterGradient(backend, x, dy, shape);
}

/**
 * Software reads less where it goes along lines; GPUs, whose other convolutions
 * share memory, want more invocations than there are lines.
 */
function convolve(
  backend: Backend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: GatherShape,
): TensorInfo {
  const inStrips = isForStrips(shape) &&
    formOf("other convolution") !== "shared";
  return (inStrips ? stripDepthwise : gatherDepthwise)(
    backend,
    x,
    filter,
    shape,
  );
}

/** The gradient of a filter has a sum for each tap in registers. */
const MOST_TAPS = 25;

/** One filter for each channel, and channels in fours; others are tfjs'. */
function readDepthwise(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvolutionAttributes,
): ConvolutionShape | undefined {
  const shape = readShape(inputShape, filterShape, attributes, true);
  if (shape === undefined || shape.inChannels % 4 !== 0) return undefined;
  return shape.inChannels === shape.outChannels ? shape : undefined;
}
