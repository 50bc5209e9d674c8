import type {
  Conv2DAttrs,
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  TensorInfo,
} from "@tensorflow/tfjs-core";
import { areFloats } from "../_floats.ts";
import {
  type ConvolutionShape,
  padShape,
  readShape,
} from "./convolution_shape.ts";
import type { GatherShape } from "./_gather_shape.ts";
import { convolve, convolveFilter, readsAsForward } from "./convolve.ts";
import { madeOfFixed } from "./fixed_filters.ts";
import { narrowed } from "../halves/copies.ts";
import { inFull } from "../halves/storage.ts";
import type { KernelCall } from "../override.ts";
import type { Backend } from "../program.ts";
import { resizeChannels } from "./resize_channels.ts";
import { Temporaries } from "../temporaries.ts";
import { transposeFilter } from "./transpose_filter.ts";

/** `Conv2D` of [batch, height, width, in] with [height, width, in, out]. */
export function conv2D(
  { inputs: { x, filter }, attrs, backend }: KernelCall<
    "x" | "filter",
    Conv2DAttrs
  >,
): TensorInfo | undefined {
  const shape = readShape(x.shape, filter.shape, attrs);
  if (shape === undefined || !areFloats(x, filter)) return undefined;
  const padded = padShape(shape);
  const made = new Temporaries(backend);
  const from = made.unless(x, padPixels(backend, x, padded.inChannels));
  const weights = made.unless(filter, padFilter(backend, filter, padded));
  const operand = made.unless(weights, narrowed(backend, weights));
  const y = whole(
    shape.outChannels === padded.outChannels,
    () => convolve(backend, from, operand, { ...padded, transposed: false }),
  );
  return made.result(y, padPixels(backend, y, shape.outChannels));
}

/** `Conv2DBackpropInput`: the gradient of the input from that of the result. */
export function conv2DBackpropInput(
  { inputs: { dy, filter }, attrs, backend }: KernelCall<
    "dy" | "filter",
    Conv2DBackpropInputAttrs
  >,
): TensorInfo | undefined {
  const shape = readShape(attrs.inputShape, filter.shape, attrs);
  if (shape === undefined || !areFloats(dy, filter)) return undefined;
  const padded = padShape(shape);
  const made = new Temporaries(backend);
  const from = made.unless(dy, padPixels(backend, dy, padded.outChannels));
  const weights = made.unless(filter, padFilter(backend, filter, padded));
  const backward: GatherShape = {
    ...padded,
    inHeight: padded.outHeight,
    inWidth: padded.outWidth,
    inChannels: padded.outChannels,
    outHeight: padded.inHeight,
    outWidth: padded.inWidth,
    outChannels: padded.inChannels,
    transposed: true,
  };
  const turn = () => transposeFilter(backend, weights);
  const turned = readsAsForward(backward)
    ? weights
    : weights === filter && madeOfFixed(filter, "turned", turn) ||
      made.unless(filter, turn());
  const dx = whole(
    shape.inChannels === padded.inChannels,
    () => convolve(backend, from, turned, backward),
  );
  return made.result(dx, padPixels(backend, dx, shape.inChannels));
}

/** `Conv2DBackpropFilter`: the gradient of the filter. */
export function conv2DBackpropFilter(
  { inputs: { x, dy }, attrs, backend }: KernelCall<
    "x" | "dy",
    Conv2DBackpropFilterAttrs
  >,
): TensorInfo | undefined {
  const shape = readShape(x.shape, attrs.filterShape, attrs);
  if (shape === undefined || !areFloats(x, dy)) return undefined;
  const padded = padShape(shape);
  const made = new Temporaries(backend);
  const from = made.unless(x, padPixels(backend, x, padded.inChannels));
  const gradient = made.unless(dy, padPixels(backend, dy, padded.outChannels));
  const dw = convolveFilter(backend, from, gradient, padded);
  return made.result(dw, padFilter(backend, dw, shape));
}

/** A result in floats where some of its channels are cut off, one by one. */
function whole(isWhole: boolean, compute: () => TensorInfo): TensorInfo {
  return isWhole ? compute() : inFull(compute);
}

/** The same pixels with more channels, all zero, or fewer. */
function padPixels(
  backend: Backend,
  x: TensorInfo,
  channels: number,
): TensorInfo {
  const own = x.shape.at(-1) ?? 1;
  if (own === channels) return x;
  return resizeChannels(
    backend,
    x,
    { rows: 1, columns: own },
    { rows: 1, columns: channels },
    [...x.shape.slice(0, -1), channels],
  );
}

/** The same filter between more channels, all zero, or fewer. */
function padFilter(
  backend: Backend,
  filter: TensorInfo,
  { inChannels, outChannels }: ConvolutionShape,
): TensorInfo {
  const [height = 1, width = 1, rows = 1, columns = 1] = filter.shape;
  if (rows === inChannels && columns === outChannels) return filter;
  return resizeChannels(
    backend,
    filter,
    { rows, columns },
    { rows: inChannels, columns: outChannels },
    [height, width, inChannels, outChannels],
  );
}
