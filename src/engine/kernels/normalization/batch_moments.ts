import type { TensorInfo } from "@tensorflow/tfjs-core";
import { locals } from "../_text.ts";
import { type Backend, roomFor } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { mergeParts, type MergeShader } from "../reduction/merge_parts.ts";
import { chooseParts } from "../reduction/sum_middle.ts";

/** A tensor seen as rows of channels; the channels are a multiple of four. */
export interface RowsOfChannels {
  readonly rows: number;
  readonly channels: number;
}

/**
 * Thread: four channels of one part of the rows. The result is [2, parts,
 * channels]: the mean of the part, and the sum of the squares about it. The
 * sums run over the distance from the part's first row, so that numbers far
 * from zero lose no digits.
 */
const PARTS: EachShader = {
  key: "batchMoments parts",
  inputs: ["x"],
  uniforms: ["depth", "rows", "rowsOfPart"],
  main: () => `
    ${locals("depth")}
    let start = index / depth * uniforms.rowsOfPart;
    let end = min(start + uniforms.rowsOfPart, uniforms.rows);
    let first = start * depth + index % depth;
    let last = end * depth;
    let origin = x[first];
    var sum = vec4<f32>();
    var squares = vec4<f32>();
    for (var at = first; at < last; at += depth) {
      let away = x[at] - origin;
      sum += away;
      squares = fma(away, away, squares);
    }
    let rows = f32(end - start);
    result[index] = origin + sum / rows;
    result[index + uniforms.count] = max(squares - sum * sum / rows, vec4<f32>());`,
};

// Four channels. The result is the mean.
const MERGE: MergeShader = {
  key: "batchMoments merge",
  inputs: ["x", "variance"],
  writes: ["variance"],
  uniforms: ["depth", "rows", "rowsOfPart", "parts"],
  main: ({ each, together }) => `
    ${locals("depth", "rows", "rowsOfPart", "parts")}
    var mean = vec4<f32>();
    ${
    each(`
      let share = f32(min(rowsOfPart, rows - part * rowsOfPart)) / f32(rows);
      mean = fma(vec4(share), x[part * depth + index], mean);`)
  }
    ${together("mean")}
    var squares = vec4<f32>();
    ${
    each(`
      let count = f32(min(rowsOfPart, rows - part * rowsOfPart));
      let away = x[part * depth + index] - mean;
      squares += x[(parts + part) * depth + index] + count * away * away;`)
  }
    ${together("squares")}`,
  write: `
    result[index] = mean;
    variance[index] = squares / f32(rows);`,
};

/**
 * Mean and biased variance of each channel, each [channels].
 *
 * Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm
 * for computing sample variances", 1979.
 */
export function batchMoments(
  backend: Backend,
  x: TensorInfo,
  { rows, channels }: RowsOfChannels,
): [mean: TensorInfo, variance: TensorInfo] {
  const depth = channels / 4;
  const parts = chooseParts(rows, depth);
  const rowsOfPart = Math.ceil(rows / parts);
  const moments = runEach(backend, PARTS, {
    inputs: [x],
    shape: [2, parts, channels],
    uniforms: [depth, rows, rowsOfPart],
    invocations: parts * depth,
  });
  const variance = roomFor(backend, [channels]);
  const mean = mergeParts(backend, MERGE, {
    inputs: [moments, variance],
    shape: [channels],
    uniforms: [depth, rows, rowsOfPart, parts],
    parts,
    invocations: depth,
  });
  backend.disposeData(moments.dataId);
  return [mean, variance];
}
