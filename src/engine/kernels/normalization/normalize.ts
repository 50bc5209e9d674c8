import type { TensorInfo } from "@tensorflow/tfjs-core";
import { INVERSE, type Normalization } from "./_normalization.ts";
import { eachRow, invocationsOver } from "../_rows.ts";
import { areHalves } from "../halves/storage.ts";
import { bits } from "../_setting.ts";
import type { RowsOfChannels } from "./batch_moments.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

const FORWARD: EachShader = {
  key: "normalize",
  inputs: ["x", "mean", "variance", "scale", "offset"],
  uniforms: ["depth", "rows", "epsilon"],
  functions: INVERSE,
  main: () =>
    eachRow(
      `let middle = mean[channel];
      let factor = inverseDeviation(variance[channel]) * scale[channel];
      let shift = offset[channel];`,
      "result[at] = fma(x[at] - middle, factor, shift);",
    ),
};

/** scale (x - mean) / sqrt(variance + epsilon) + offset, in the shape of `x`. */
export function normalize(
  backend: Backend,
  x: TensorInfo,
  offset: TensorInfo,
  { mean, variance, scale, epsilon }: Normalization,
  { rows, channels }: RowsOfChannels,
): TensorInfo {
  const depth = channels / 4;
  return runEach(backend, FORWARD, {
    inputs: [x, mean, variance, scale, offset],
    shape: x.shape,
    uniforms: [depth, rows, bits(epsilon)],
    invocations: invocationsOver({ depth, rows }),
    halves: areHalves(x),
  });
}
