import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  type Ending,
  INVERSE,
  type Normalization,
  NORMALIZED,
  READ_CHANNEL,
} from "./_normalization.ts";
import { eachRow, overRows, ROW_UNIFORMS } from "../_rows.ts";
import { areHalves } from "../halves/storage.ts";
import { bits } from "../_setting.ts";
import type { RowsOfChannels } from "./batch_moments.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

// Not max(): tfjs' ReLU lets a number pass that is none.
const WRITE: Readonly<Record<Ending, string>> = {
  nothing: `result[at] = ${NORMALIZED};`,
  relu: `let z = ${NORMALIZED};
    result[at] = select(z, vec4<f32>(), z < vec4<f32>());`,
  sum: `let z = ${NORMALIZED} + added[at];
    result[at] = select(z, vec4<f32>(), z < vec4<f32>());`,
};

function shader(ending: Ending): EachShader {
  const added = ending === "sum" ? ["added"] : [];
  return {
    key: `normalize ${ending}`,
    inputs: ["x", "mean", "variance", "scale", "offset", ...added],
    uniforms: [...ROW_UNIFORMS, "epsilon"],
    functions: INVERSE,
    main: () => eachRow(READ_CHANNEL, WRITE[ending]),
  };
}

/**
 * scale (x - mean) / sqrt(variance + epsilon) + offset, in the shape of `x`,
 * and its ending; `added` is the tensor of a sum.
 */
export function normalize(
  backend: Backend,
  x: TensorInfo,
  { mean, variance, scale, offset, epsilon }: Normalization,
  { rows, channels }: RowsOfChannels,
  ending: Ending = "nothing",
  added: readonly TensorInfo[] = [],
): TensorInfo {
  const over = overRows({ depth: channels / 4, rows });
  return runEach(backend, shader(ending), {
    inputs: [x, mean, variance, scale, offset, ...added],
    shape: x.shape,
    invocations: over.invocations,
    uniforms: [...over.uniforms, bits(epsilon)],
    halves: areHalves(x),
  });
}
