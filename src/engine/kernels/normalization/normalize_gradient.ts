import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  type Ending,
  INVERSE,
  type Normalization,
  NORMALIZED,
  PASSING,
  READ_CHANNEL,
} from "./_normalization.ts";
import { eachRow, overRows, ROW_UNIFORMS } from "../_rows.ts";
import { areHalves } from "../halves/storage.ts";
import { bits } from "../_setting.ts";
import { locals } from "../_text.ts";
import type { RowsOfChannels } from "./batch_moments.ts";
import { type Backend, roomFor } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";
import { mergeParts, type MergeShader } from "../reduction/merge_parts.ts";
import { chooseParts } from "../reduction/sum_middle.ts";

/** WGSL of the gradient that reaches what was normalised. */
const GRADIENT: Readonly<Record<Ending, string>> = {
  nothing: "dy[at]",
  // Computed again rather than kept: a read costs more.
  relu: `dy[at] * passing(${NORMALIZED})`,
  sum: "dy[at] * passing(y[at])",
};

/** What the kernels of an ending read besides. */
const BESIDES: Readonly<Record<Ending, readonly string[]>> = {
  nothing: [],
  relu: ["scale", "offset"],
  sum: ["y", "dz"],
};

/**
 * Thread: four channels of one part of the rows; the result is [2, parts,
 * channels]. Of a sum, `dz` is written: what reaches both of its sides.
 */
function sumsShader(ending: Ending): EachShader {
  return {
    key: `normalize sums ${ending}`,
    inputs: ["dy", "x", "mean", "variance", ...BESIDES[ending]],
    writes: ending === "sum" ? ["dz"] : [],
    uniforms: ["depth", "rows", "rowsOfPart", "epsilon"],
    functions: INVERSE + PASSING,
    main: () => `
      ${locals("depth")}
      let channel = index % depth;
      let start = index / depth * uniforms.rowsOfPart;
      let last = min(start + uniforms.rowsOfPart, uniforms.rows) * depth;
      ${ending === "relu" ? READ_CHANNEL : "let middle = mean[channel];"}
      var sum = vec4<f32>();
      var product = vec4<f32>();
      for (var at = start * depth + channel; at < last; at += depth) {
        let gradient = ${GRADIENT[ending]};
        ${ending === "sum" ? "dz[at] = gradient;" : ""}
        sum += gradient;
        product = fma(gradient, x[at] - middle, product);
      }
      result[index] = sum;
      result[index + uniforms.count] = product * inverseDeviation(variance[channel]);`,
  };
}

// Four channels. The result is doffset; `slopes` are what the gradients
// of all rows of a channel have in common, [3, channels].
const MERGE: MergeShader = {
  key: "normalize merge",
  inputs: ["x", "variance", "scale", "dscale", "slopes"],
  writes: ["dscale", "slopes"],
  uniforms: ["depth", "rows", "parts", "epsilon"],
  functions: INVERSE,
  main: ({ each, together }) => `
    ${locals("depth", "parts")}
    var sum = vec4<f32>();
    var product = vec4<f32>();
    ${
    each(`
      sum += x[part * depth + index];
      product += x[(parts + part) * depth + index];`)
  }
    ${together("sum", "product")}`,
  write: `
    let inverse = inverseDeviation(variance[index]);
    result[index] = sum;
    dscale[index] = product;
    slopes[index] = inverse * scale[index];
    slopes[depth + index] = sum / f32(uniforms.rows);
    slopes[2 * depth + index] = inverse * product / f32(uniforms.rows);`,
};

// A sum's gradient was written by then, and nothing comes between.
function backwardShader(ending: Exclude<Ending, "sum">): EachShader {
  const offset = ending === "relu" ? ["offset"] : [];
  return {
    key: `normalize backward ${ending}`,
    inputs: ["dy", "x", "mean", "slopes", ...offset],
    uniforms: ROW_UNIFORMS,
    functions: PASSING,
    main: () =>
      eachRow(
        `let middle = mean[channel];
        let factor = slopes[channel];
        let average = slopes[depth + channel];
        let slope = slopes[2 * depth + channel];
        ${ending === "relu" ? "let shift = offset[channel];" : ""}`,
        `result[at] = factor * (${
          GRADIENT[ending]
        } - average - (x[at] - middle) * slope);`,
      ),
  };
}

/** What reaches the offset and the scale of a normalisation, each [channels]. */
export interface ChannelGradients {
  readonly doffset: TensorInfo;
  readonly dscale: TensorInfo;
}

/** What reaches `x` and the tensor that was added as well. */
export interface AllGradients extends ChannelGradients {
  readonly dx: TensorInfo;
  /** Where a tensor was added. */
  readonly dadded?: TensorInfo;
}

/** A gradient on its way back through a normalisation. */
export interface Arriving<Given extends Partial<Normalization>> {
  readonly dy: TensorInfo;
  readonly x: TensorInfo;
  readonly normalization: Given;
}

type WithoutOffset = Omit<Normalization, "offset">;

/** @param besides those that the ending reads and writes */
function channelSums(
  backend: Backend,
  { dy, x, normalization: { mean, variance, scale, epsilon } }: Arriving<
    WithoutOffset
  >,
  { rows, channels }: RowsOfChannels,
  ending: Ending,
  besides: readonly TensorInfo[],
): ChannelGradients & { readonly slopes: TensorInfo } {
  const depth = channels / 4;
  const parts = chooseParts(rows, depth);
  const sums = runEach(backend, sumsShader(ending), {
    inputs: [dy, x, mean, variance, ...besides],
    shape: [2, parts, channels],
    uniforms: [depth, rows, Math.ceil(rows / parts), bits(epsilon)],
    invocations: parts * depth,
  });
  const dscale = roomFor(backend, [channels]);
  const slopes = roomFor(backend, [3, channels]);
  const doffset = mergeParts(backend, MERGE, {
    inputs: [sums, variance, scale, dscale, slopes],
    shape: [channels],
    uniforms: [depth, rows, parts, bits(epsilon)],
    parts,
    invocations: depth,
  });
  backend.disposeData(sums.dataId);
  return { doffset, dscale, slopes };
}

/**
 * What reaches the offset and the scale, with z = (x - mean) / sqrt(variance +
 * epsilon):
 *
 *     doffset = sum dy        dscale = sum dy z
 */
export function channelGradients(
  backend: Backend,
  arriving: Arriving<WithoutOffset>,
  rows: RowsOfChannels,
): ChannelGradients {
  const { slopes, ...sums } = channelSums(
    backend,
    arriving,
    rows,
    "nothing",
    [],
  );
  backend.disposeData(slopes.dataId);
  return sums;
}

/**
 * The above, and what reaches `x` where mean and variance are those of its own n
 * rows:
 *
 *     dx = scale / sqrt(variance + epsilon) (dy - doffset / n - z dscale / n)
 *
 * Source: Ioffe and Szegedy, "Batch normalization", 2015, section 3.
 *
 * @param y what was made, where the ending is a sum
 */
export function allGradients(
  backend: Backend,
  { dy, x, normalization }: Arriving<Normalization>,
  size: RowsOfChannels,
  ending: Ending,
  y: TensorInfo | undefined,
): AllGradients {
  const { mean, scale, offset } = normalization;
  const dadded = y && roomFor(backend, y.shape);
  const besides = ending === "relu" ? [scale, offset] : [y ?? [], dadded ?? []];
  const { slopes, ...sums } = channelSums(
    backend,
    { dy, x, normalization },
    size,
    ending,
    besides.flat(),
  );
  const relu = ending === "relu";
  const dx = runEach(backend, backwardShader(relu ? "relu" : "nothing"), {
    inputs: [dadded ?? dy, x, mean, slopes, ...relu ? [offset] : []],
    shape: x.shape,
    ...overRows({ depth: size.channels / 4, rows: size.rows }),
    halves: areHalves(x),
  });
  backend.disposeData(slopes.dataId);
  return { ...sums, dx, ...dadded ? { dadded } : {} };
}
