/**
 * How operations of tfjs on images are noted.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { operationBeyond } from "../../base/errors/export.ts";
import { SAMPLE_IMAGES } from "../kernels/images/sample_images.ts";
import type { SampleSettings } from "../kernels/images/sample_settings.ts";
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

/** tfjs calls them by what they are of, and what they are made of by its own. */
const convolutionSlopes: TracedKernel = (inputs, settings) => {
  const [dy, filter] = [given(inputs, "dy"), given(inputs, "filter")];
  const { strides, pad, dimRoundingMode, inputShape } = settings;
  if ((settings["dataFormat"] ?? "NHWC") !== "NHWC") {
    throw operationBeyond("conv2dTranspose", "reads channels first");
  }
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    shapeOf(filter),
    strides as number,
    1,
    pad as "same",
    dimRoundingMode as "floor",
  );
  return step(
    {
      op: "ConvolutionSlopes",
      strides: stridesOf(info),
      padding: paddingOf(info),
    },
    [dy, filter],
    info.inShape,
  );
};

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

/** Which pixels of a side each of a longer or shorter one is made of. */
function resizeMatrix(
  from: number,
  to: number,
  smooth: boolean,
  { alignCorners, halfPixelCenters: half }: Settings,
): Traced {
  const matrix = new Float32Array(to * from);
  const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  const share = (at: number, pixel: number, much: number) => {
    const inside = Math.min(from - 1, Math.max(0, pixel));
    matrix[at * from + inside]! += much;
  };
  for (let at = 0; at < to; at++) {
    const place = half ? scale * (at + 0.5) : scale * at;
    if (smooth) {
      const centre = half ? place - 0.5 : place;
      const low = Math.floor(centre);
      share(at, low, 1 - (centre - low));
      share(at, low + 1, centre - low);
    } else share(at, alignCorners ? Math.round(place) : Math.floor(place), 1);
  }
  return constant(matrix, [to, from]);
}

/** Two matrices: what others mean by these settings differs. */
function resize(smooth: boolean): TracedKernel {
  return (inputs, settings) => {
    const x = only(inputs);
    const [toHeight = 0, toWidth = 0] = settings["size"] as number[];
    const [count, height, width, channels] = shapeOf(x);
    return step(
      { op: "Resample" },
      [
        x,
        resizeMatrix(height, toHeight, smooth, settings),
        resizeMatrix(width, toWidth, smooth, settings),
      ],
      [count, toHeight, toWidth, channels],
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
  Conv2DBackpropInput: convolutionSlopes,
  MaxPool: pool("MaxPool"),
  AvgPool: pool("AveragePool"),
  ResizeBilinear: resize(true),
  ResizeNearestNeighbor: resize(false),
  [SAMPLE_IMAGES]: sample,
};
