import type { TensorInfo } from "@tensorflow/tfjs-core";
import { INVERSE, type Normalization } from "./_normalization.ts";
import { eachRow, invocationsOver } from "../_rows.ts";
import { areHalves } from "../halves/storage.ts";
import { bits } from "../_setting.ts";
import { locals } from "../_text.ts";
import type { RowsOfChannels } from "./batch_moments.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { chooseParts } from "../reduction/sum_middle.ts";

/** Thread: four channels of one part of the rows; the result is [2, parts, channels]. */
const SUMS: EachShader = {
  key: "normalize sums",
  inputs: ["dy", "x", "mean", "variance"],
  uniforms: ["depth", "rows", "rowsOfPart", "epsilon"],
  functions: INVERSE,
  main: () => `
    ${locals("depth")}
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
    result[index + uniforms.count] = product * inverseDeviation(variance[channel]);`,
};

/** Thread: four channels of one of the two sums. */
const MERGE: EachShader = {
  key: "normalize merge",
  inputs: ["x"],
  uniforms: ["depth", "start", "parts"],
  main: () => `
    ${locals("depth", "start", "parts")}
    var sum = vec4<f32>();
    for (var part = 0; part < parts; part++) {
      sum += x[start + part * depth + index];
    }
    result[index] = sum;`,
};

const BACKWARD: EachShader = {
  key: "normalize backward",
  inputs: ["dy", "x", "mean", "variance", "scale", "dscale", "doffset"],
  uniforms: ["depth", "rows", "epsilon"],
  functions: INVERSE,
  main: () =>
    eachRow(
      `let middle = mean[channel];
      let inverse = inverseDeviation(variance[channel]);
      let factor = inverse * scale[channel];
      let slope = inverse * dscale[channel] / f32(rows);
      let shift = doffset[channel] / f32(rows);`,
      "result[at] = factor * (dy[at] - shift - (x[at] - middle) * slope);",
    ),
};

/** The gradients of offset and scale, each [channels]. */
export interface ChannelGradients {
  readonly doffset: TensorInfo;
  readonly dscale: TensorInfo;
}

/**
 * What reaches the offset and the scale of a normalisation, with
 * z = (x - mean) / sqrt(variance + epsilon):
 *
 *     doffset = sum dy        dscale = sum dy z
 */
export function channelGradients(
  backend: Backend,
  dy: TensorInfo,
  x: TensorInfo,
  { mean, variance, epsilon }: Omit<Normalization, "scale">,
  { rows, channels }: RowsOfChannels,
): ChannelGradients {
  const depth = channels / 4;
  const parts = chooseParts(rows, depth);
  const sums = runEach(backend, SUMS, {
    inputs: [dy, x, mean, variance],
    shape: [2, parts, channels],
    uniforms: [depth, rows, Math.ceil(rows / parts), bits(epsilon)],
    invocations: parts * depth,
  });
  const merge = (which: number) =>
    runEach(backend, MERGE, {
      inputs: [sums],
      shape: [channels],
      uniforms: [depth, which * parts * depth, parts],
      invocations: depth,
    });
  const [doffset, dscale] = [merge(0), merge(1)];
  backend.disposeData(sums.dataId);
  return { doffset, dscale };
}

/**
 * What reaches `x` where mean and variance are those of its own n rows:
 *
 *     dx = scale / sqrt(variance + epsilon) (dy - doffset / n - z dscale / n)
 *
 * Source: Ioffe and Szegedy, "Batch normalization", 2015, section 3.
 */
export function inputGradient(
  backend: Backend,
  dy: TensorInfo,
  x: TensorInfo,
  { mean, variance, scale, epsilon }: Normalization,
  { doffset, dscale }: ChannelGradients,
  { rows, channels }: RowsOfChannels,
): TensorInfo {
  const depth = channels / 4;
  return runEach(backend, BACKWARD, {
    inputs: [dy, x, mean, variance, scale, dscale, doffset],
    shape: x.shape,
    uniforms: [depth, rows, bits(epsilon)],
    invocations: invocationsOver({ depth, rows }),
    halves: areHalves(x),
  });
}
