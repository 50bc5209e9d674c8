import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

// Thread: one number of the result, which is [outer, rows, columns].
const SHADER: EachShader = {
  key: "resizeChannels",
  inputs: ["x"],
  scalars: ["x", "result"],
  uniforms: ["rows", "columns", "inRows", "inColumns"],
  main: () => `
    let column = index % uniforms.columns;
    let row = index / uniforms.columns % uniforms.rows;
    let outer = index / uniforms.columns / uniforms.rows;
    let inside = (column < uniforms.inColumns) & (row < uniforms.inRows);
    let at = (outer * uniforms.inRows + row) * uniforms.inColumns + column;
    result[index] = select(0.0, x[select(0, at, inside)], inside);`,
};

/**
 * Pads the last two axes of [outer, inRows, inColumns] with zeros, or cuts
 * them: the kernels read and write four channels at once.
 */
export function resizeChannels(
  backend: Backend,
  x: TensorInfo,
  from: { readonly rows: number; readonly columns: number },
  to: { readonly rows: number; readonly columns: number },
  shape: readonly number[],
): TensorInfo {
  return runEach(backend, SHADER, {
    inputs: [x],
    shape,
    uniforms: [to.rows, to.columns, from.rows, from.columns],
    invocations: shape.reduce((product, length) => product * length, 1),
  });
}

/** The next multiple of four. */
export function roundUp4(channels: number): number {
  return Math.ceil(channels / 4) * 4;
}
