import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines } from "./_text.ts";
import type { RowsOfChannels } from "./batch_moments.ts";
import { type Backend, run, type Shader } from "./program.ts";
import { chooseParts } from "./sum_middle.ts";

/** What a batch is normalised with, each [channels]. */
export interface Normalization {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale: TensorInfo;
  readonly epsilon: number;
}

/** Rows that one invocation does with one read of the channels. */
const ROWS = 4;

// The shaders' uniforms are integers; epsilon travels as its bits.
const INVERSE = `
  fn inverseDeviation(variance : vec4<f32>) -> vec4<f32> {
    return inverseSqrt(variance + bitcast<f32>(uniforms.epsilon));
  }`;

const FORWARD: Shader = {
  key: "normalize",
  inputs: ["x", "mean", "variance", "scale", "offset"],
  uniforms: ["depth", "rows", "epsilon", "count"],
  code: () =>
    `${INVERSE}
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let depth = uniforms.depth;
      let rows = uniforms.rows;
      let channel = index % depth;
      let row = index / depth * ${ROWS};
      let middle = mean[channel];
      let factor = inverseDeviation(variance[channel]) * scale[channel];
      let shift = offset[channel];
      ${
      lines(ROWS, (i) => `
      if (row + ${i} < rows) {
        let at = (row + ${i}) * depth + channel;
        result[at] = fma(x[at] - middle, factor, shift);
      }`)
    }
    }`,
};

/** Thread: four channels of one part of the rows; the result is [2, parts, channels]. */
const SUMS: Shader = {
  key: "normalize sums",
  inputs: ["dy", "x", "mean", "variance"],
  uniforms: ["depth", "rows", "rowsOfPart", "epsilon", "count"],
  code: () =>
    `${INVERSE}
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let depth = uniforms.depth;
      let channel = index % depth;
      let start = index / depth * uniforms.rowsOfPart;
      let last = min(start + uniforms.rowsOfPart, uniforms.rows) * depth;
      let middle = mean[channel];
      var sum = vec4<f32>();
      var product = vec4<f32>();
      for (var at = start * depth + channel; at < last; at += depth) {
        let gradient = dy[at];
        sum += gradient;
        product = fma(gradient, x[at] - middle, product);
      }
      result[index] = sum;
      result[index + uniforms.count] = product * inverseDeviation(variance[channel]);
    }`,
};

/** Thread: four channels of one of the two sums. */
const MERGE: Shader = {
  key: "normalize merge",
  inputs: ["x"],
  uniforms: ["depth", "start", "parts"],
  code: () => `
    fn main(index : i32) {
      let depth = uniforms.depth;
      if (index >= depth) { return; }
      var sum = vec4<f32>();
      for (var part = 0; part < uniforms.parts; part++) {
        sum += x[uniforms.start + part * depth + index];
      }
      result[index] = sum;
    }`,
};

const BACKWARD: Shader = {
  key: "normalize backward",
  inputs: ["dy", "x", "mean", "variance", "scale", "dscale", "doffset"],
  uniforms: ["depth", "rows", "epsilon", "count"],
  code: () =>
    `${INVERSE}
    fn main(index : i32) {
      if (index >= uniforms.count) { return; }
      let depth = uniforms.depth;
      let rows = uniforms.rows;
      let channel = index % depth;
      let row = index / depth * ${ROWS};
      let middle = mean[channel];
      let inverse = inverseDeviation(variance[channel]);
      let factor = inverse * scale[channel];
      let slope = inverse * dscale[channel] / f32(rows);
      let shift = doffset[channel] / f32(rows);
      ${
      lines(ROWS, (i) => `
      if (row + ${i} < rows) {
        let at = (row + ${i}) * depth + channel;
        result[at] = factor * (dy[at] - shift - (x[at] - middle) * slope);
      }`)
    }
    }`,
};

/** scale (x - mean) / sqrt(variance + epsilon) + offset, in the shape of `x`. */
export function normalize(
  backend: Backend,
  x: TensorInfo,
  offset: TensorInfo,
  { mean, variance, scale, epsilon }: Normalization,
  { rows, channels }: RowsOfChannels,
): TensorInfo {
  const count = channels / 4 * Math.ceil(rows / ROWS);
  return run(backend, FORWARD, {
    inputs: [x, mean, variance, scale, offset],
    shape: x.shape,
    uniforms: [channels / 4, rows, bitsOf(epsilon), count],
    invocations: count,
  });
}

/**
 * The gradients of {@linkcode normalize} where mean and variance are those of
 * `x` itself, with n rows and z = (x - mean) / sqrt(variance + epsilon):
 *
 *     doffset = sum dy        dscale = sum dy z
 *     dx = scale / sqrt(variance + epsilon) (dy - doffset / n - z dscale / n)
 *
 * Source: Ioffe and Szegedy, "Batch normalization", 2015, section 3.
 */
export function normalizeGradient(
  backend: Backend,
  dy: TensorInfo,
  x: TensorInfo,
  { mean, variance, scale, epsilon }: Normalization,
  { rows, channels }: RowsOfChannels,
): { dx: TensorInfo; dscale: TensorInfo; doffset: TensorInfo } {
  const depth = channels / 4;
  const bits = bitsOf(epsilon);
  const parts = chooseParts(rows, depth);
  const sums = run(backend, SUMS, {
    inputs: [dy, x, mean, variance],
    shape: [2, parts, channels],
    uniforms: [depth, rows, Math.ceil(rows / parts), bits, parts * depth],
    invocations: parts * depth,
  });
  const merge = (which: number) =>
    run(backend, MERGE, {
      inputs: [sums],
      shape: [channels],
      uniforms: [depth, which * parts * depth, parts],
      invocations: depth,
    });
  const [doffset, dscale] = [merge(0), merge(1)];
  backend.disposeData(sums.dataId);
  const count = depth * Math.ceil(rows / ROWS);
  const dx = run(backend, BACKWARD, {
    inputs: [dy, x, mean, variance, scale, dscale, doffset],
    shape: x.shape,
    uniforms: [depth, rows, bits, count],
    invocations: count,
  });
  return { dx, dscale, doffset };
}

function bitsOf(number: number): number {
  return new Int32Array(new Float32Array([number]).buffer)[0] ?? 0;
}
