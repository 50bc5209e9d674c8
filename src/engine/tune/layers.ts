/**
 * The layers that kernels are measured on: those of residual networks.
 *
 * @module
 */
import * as core from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { stream } from "../../base/random/stream.ts";
import type { Device } from "../device/device.ts";
import type { Tuned } from "../kernels/tuning.ts";

/** A layer from `[batch, side, side, channels]` to the same. */
interface Layer {
  readonly batch: number;
  readonly side: number;
  readonly channels: number;
  /** Height and width of the filter. */
  readonly filter: number;
}

/** How much work: a fraction of a second in software is a blink of a GPU. */
export type Size = "small" | "large";

const LAYERS = {
  open: {
    small: { batch: 16, side: 16, channels: 64, filter: 3 },
    large: { batch: 32, side: 56, channels: 64, filter: 3 },
  },
  small: {
    small: { batch: 16, side: 16, channels: 24, filter: 3 },
    large: { batch: 64, side: 2, channels: 512, filter: 3 },
  },
  other: {
    small: { batch: 16, side: 16, channels: 128, filter: 1 },
    large: { batch: 32, side: 28, channels: 256, filter: 1 },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Size, Layer>>>>;

const LAYER_OF: Readonly<Record<Tuned, keyof typeof LAYERS>> = {
  "convolution": "open",
  "filter gradient": "open",
  "other convolution": "other",
  "other filter gradient": "other",
  "small convolution": "small",
  "small filter gradient": "small",
};

/** Numbers that are drawn; the others are these again. */
const DRAWN = 65_521;

function drawn(tf: Device["tf"], ...shape: readonly number[]): Tensor {
  const random = stream(1, "tune", ...shape);
  const numbers = Float32Array.from(
    { length: DRAWN },
    () => random.uniform(-1, 1),
  );
  const size = shape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(size);
  for (let at = 0; at < size; at += DRAWN) {
    values.set(numbers.subarray(0, Math.min(DRAWN, size - at)), at);
  }
  return tf.tensor(values, [...shape]);
}

/** A kernel and what it is run on. */
export interface Work {
  /** The caller's, to dispose of. */
  readonly inputs: readonly Tensor[];
  /** Runs it once. */
  readonly run: () => Tensor;
}

/** What is done to measure a kernel. */
export function workOf(tf: Device["tf"], kernel: Tuned, size: Size): Work {
  const { batch, side, channels, filter }: Layer = LAYERS[LAYER_OF[kernel]][
    size
  ];
  const x = drawn(tf, batch, side, side, channels);
  const filterShape = [filter, filter, channels, channels];
  const geometry = { strides: [1, 1], pad: "same", dataFormat: "NHWC" };
  if (kernel.endsWith("filter gradient")) {
    const dy = drawn(tf, batch, side, side, channels);
    const attributes = { ...geometry, filterShape };
    return {
      inputs: [x, dy],
      run: () =>
        tf.engine().runKernel<Tensor>(
          core.Conv2DBackpropFilter,
          { x, dy },
          attributes,
        ),
    };
  }
  const w = drawn(tf, ...filterShape);
  const attributes = { ...geometry, dilations: [1, 1] };
  return {
    inputs: [x, w],
    run: () =>
      tf.engine().runKernel<Tensor>(core.Conv2D, { x, filter: w }, attributes),
  };
}
