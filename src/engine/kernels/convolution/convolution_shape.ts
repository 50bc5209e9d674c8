import * as tf from "@tensorflow/tfjs-core";
import type { Conv2DAttrs } from "@tensorflow/tfjs-core";
import { roundUp4 } from "./resize_channels.ts";

/** A convolution of NHWC images, without dilation, as plain numbers. */
export interface ConvolutionShape {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  /** Rows of padding above the image. */
  readonly top: number;
  /** Columns of padding left of the image. */
  readonly left: number;
}

/** How tfjs describes a convolution; its gradients name no dilations. */
export type ConvolutionAttributes =
  & Pick<Conv2DAttrs, "strides" | "pad">
  & Partial<Pick<Conv2DAttrs, "dataFormat" | "dimRoundingMode" | "dilations">>;

/** The shape of a call; none if it is of a kind that our kernels do not cover. */
export function readShape(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dimRoundingMode, dilations }:
    ConvolutionAttributes,
  depthwise = false,
): ConvolutionShape | undefined {
  if (dataFormat === "NCHW") return undefined;
  const [batch = 0, height = 0, width = 0, channels = 0] = inputShape;
  const [filterHeight = 0, filterWidth = 0, depth = 0, multiplier = 0] =
    filterShape;
  const info = tf.backend_util.computeConv2DInfo(
    [batch, height, width, channels],
    [filterHeight, filterWidth, depth, multiplier],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return undefined;
  return {
    batch,
    inHeight: height,
    inWidth: width,
    inChannels: channels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight,
    filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
}

/** The same convolution between channels that fill fours. */
export function padShape(shape: ConvolutionShape): ConvolutionShape {
  return {
    ...shape,
    inChannels: roundUp4(shape.inChannels),
    outChannels: roundUp4(shape.outChannels),
  };
}
