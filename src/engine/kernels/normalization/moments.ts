import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { batchMoments, type RowsOfChannels } from "./batch_moments.ts";
import type { Backend } from "../program.ts";

const KERNEL = "LeatBatchMoments";

/** Whose moments a mean and a variance are. */
const sources = new WeakMap<Tensor, Tensor>();

/** Makes the kernel of {@linkcode moments} known to tfjs; twice is as once. */
export function registerMoments(): void {
  // tfjs types what it knows by name as undefined: an input, a saved tensor, a
  // gradient. Those asserted here are the ones that are named beside them.
  if (tf.getKernel(KERNEL, "webgpu") !== undefined) return;
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: "webgpu",
    kernelFunc: ({ inputs, backend }) => {
      const { x } = inputs as { x: Tensor };
      return batchMoments(backend as Backend, x, rowsOf(x.shape));
    },
  });
  tf.registerGradient({
    kernelName: KERNEL,
    inputsToSave: ["x"],
    outputsToSave: [true, false],
    gradFunc: (dy, saved) => {
      const [dmean, dvariance] = dy as [Tensor, Tensor];
      const [x, mean] = saved as [Tensor, Tensor];
      return { x: () => gradientOfMoments(x, mean, dmean, dvariance) };
    },
  });
}

// mean = sum x / n, and variance = sum (x - mean)^2 / n, where the way through
// the mean adds up to nothing.
function gradientOfMoments(
  x: Tensor,
  mean: Tensor,
  dmean: Tensor,
  dvariance: Tensor,
): Tensor {
  const { rows } = rowsOf(x.shape);
  const slope = tf.mul(dvariance, 2 / rows);
  return tf.add(tf.mul(tf.sub(x, mean), slope), tf.div(dmean, rows));
}

/** `tf.moments`, in one pass where all axes but the channels are reduced. */
export const moments: typeof tf.moments = (x, axis, keepDims) => {
  if (!(x instanceof tf.Tensor) || keepDims === true || !areRows(x, axis)) {
    return tf.moments(x, axis, keepDims);
  }
  // The kernel above gives two.
  const outputs = tf.engine().runKernel(KERNEL, { x }) as unknown;
  const [mean, variance] = outputs as [Tensor, Tensor];
  sources.set(mean, x);
  sources.set(variance, x);
  return { mean, variance };
};

/** Whether mean and variance are what {@linkcode moments} found for `x`. */
export function areMomentsOf(
  x: Tensor,
  mean: Tensor,
  variance: Tensor,
): boolean {
  return sources.get(mean) === x && sources.get(variance) === x;
}

/** A tensor as rows of channels. */
export function rowsOf(shape: readonly number[]): RowsOfChannels {
  const channels = shape.at(-1) ?? 1;
  return {
    rows: shape.slice(0, -1).reduce((product, length) => product * length, 1),
    channels,
  };
}

function areRows(x: Tensor, axis: number | number[] | undefined): boolean {
  if (x.dtype !== "float32" || x.rank < 2 || x.size === 0) return false;
  if (tf.getBackend() !== "webgpu" || (x.shape.at(-1) ?? 0) % 4 !== 0) {
    return false;
  }
  const axes = axis === undefined ? [] : tf.util.parseAxisParam(axis, x.shape);
  return axes.length === x.rank - 1 && !axes.includes(x.rank - 1);
}
