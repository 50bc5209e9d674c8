import type { TensorInfo } from "@tensorflow/tfjs-core";
import { bitsOf, INVERSE, type Normalization, ROWS } from "./_normalization.ts";
import { lines } from "./_text.ts";
import type { RowsOfChannels } from "./batch_moments.ts";
import { type Backend, run, type Shader } from "./program.ts";

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
