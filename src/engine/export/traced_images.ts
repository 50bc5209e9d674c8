/**
 * How operations of tfjs on images are noted.
 *
 * @module
 */
import { operationBeyond } from "../../base/errors/export.ts";
import { tf } from "../device/_tfjs.ts";
import {
  SAMPLE_IMAGES,
  type SampleSettings,
} from "../kernels/images/sample_images.ts";
import { sampleMatrices } from "../kernels/images/sample_matrices.ts";
import type { Edges } from "./graph.ts";
import { activated, binary } from "./traced_arithmetic.ts";
import {
  constant,
  given,
  only,
  step,
  type Traced,
  type TracedKernel,
} from "./traced.ts";

type Shape4D = [number, number, number, number];
type Settings = Readonly<Record<string, unknown>>;
type Geometry =
  | ReturnType<typeof tf.backend_util.computeConv2DInfo>
  | ReturnType<typeof tf.backend_util.computePool2DInfo>;

function shapeOf({ shape }: Traced): Shape4D {
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  return [count, height, width, channels];
}

/** What of the padding a window reads, however sides were rounded. */
function paddingOf(info: Geometry): Edges {
  const { top, left } = info.padInfo;
  const after = (
    out: number,
    stride: number,
    kernel: number,
    length: number,
    before: number,
  ) => Math.max(0, (out - 1) * stride + kernel - length - before);
  return [
    top,
    after(
      info.outHeight,
      info.strideHeight,
      info.effectiveFilterHeight,
      info.inHeight,
      top,
    ),
    left,
    after(
      info.outWidth,
      info.strideWidth,
      info.effectiveFilterWidth,
      info.inWidth,
      left,
    ),
  ];
}

function stridesOf({ strideHeight, strideWidth }: Geometry) {
  return [strideHeight, strideWidth] as const;
}

/** tfjs checks what it is given before a kernel sees it. */
function convolution(depthwise: boolean): TracedKernel {
  return (inputs, settings) => {
    const [x, filter] = [given(inputs, "x"), given(inputs, "filter")];
    const { strides, dilations, pad, dimRoundingMode } = settings;
    if ((settings["dataFormat"] ?? "NHWC") !== "NHWC") {
      throw operationBeyond("conv2d", "reads channels first");
    }
    const info = tf.backend_util.computeConv2DInfo(
      shapeOf(x),
      shapeOf(filter),
      strides as number,
      (dilations ?? 1) as number,
      pad as "same",
      dimRoundingMode as "floor",
      depthwise,
    );
    const made = step(
      {
        op: "Convolution",
        depthwise,
        strides: stridesOf(info),
        dilations: [info.dilationHeight, info.dilationWidth],
        padding: paddingOf(info),
      },
      [x, filter],
      info.outShape,
    );
    const { bias, preluActivationWeights } = inputs;
    const shifted = bias ? binary("Add", made, bias) : made;
    return activated(shifted, settings, preluActivationWeights);
  };
}

function pool(op: "MaxPool" | "AveragePool"): TracedKernel {
  return (inputs, { filterSize, strides, pad, dimRoundingMode }) => {
    const x = only(inputs);
    const info = tf.backend_util.computePool2DInfo(
      shapeOf(x),
      filterSize as number,
      strides as number,
      1,
      pad as "same",
      dimRoundingMode as "floor",
    );
    const kernel = [info.filterHeight, info.filterWidth] as const;
    const padding = paddingOf(info);
    return step(
      { op, kernel, strides: stridesOf(info), padding },
      [x],
      info.outShape,
    );
  };
}

function resize(method: "bilinear" | "nearest"): TracedKernel {
  return (inputs, settings: Settings) => {
    const x = only(inputs);
    const [height = 0, width = 0] = settings["size"] as number[];
    const [count, , , channels] = shapeOf(x);
    return step(
      {
        op: "Resize",
        method,
        size: [height, width],
        alignCorners: Boolean(settings["alignCorners"]),
        halfPixels: Boolean(settings["halfPixelCenters"]),
      },
      [x],
      [count, height, width, channels],
    );
  };
}

/** Every image of a batch is read at the same places here: none is drawn. */
const sample: TracedKernel = (inputs, asked) => {
  const [x, maps] = [given(inputs, "images"), given(inputs, "maps")];
  const settings = asked as SampleSettings;
  const [count, height, width, channels] = shapeOf(x);
  const { toHeight, toWidth } = settings;
  const matrices = "values" in maps
    ? sampleMatrices(maps.values, { height, width }, settings)
    : undefined;
  if (matrices === undefined) {
    throw operationBeyond("sampling", "turns images, or each in its own way");
  }
  return step(
    { op: "Resample" },
    [
      x,
      constant(matrices.rows, [toHeight, height]),
      constant(matrices.columns, [toWidth, width]),
    ],
    [count, toHeight, toWidth, channels],
  );
};

/** By tfjs' names. */
export const imageKernels: Readonly<Record<string, TracedKernel>> = {
  Conv2D: convolution(false),
  FusedConv2D: convolution(false),
  DepthwiseConv2dNative: convolution(true),
  FusedDepthwiseConv2D: convolution(true),
  MaxPool: pool("MaxPool"),
  AvgPool: pool("AveragePool"),
  ResizeBilinear: resize("bilinear"),
  ResizeNearestNeighbor: resize("nearest"),
  [SAMPLE_IMAGES]: sample,
};
