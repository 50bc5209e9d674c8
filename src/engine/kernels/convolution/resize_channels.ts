import type { TensorInfo } from "@tensorflow/tfjs-core";
import { PARTS } from "../_text.ts";
import type { Backend } from "../program.ts";
import { type EachShader, runEach } from "../run_each.ts";

const UNIFORMS = ["rows", "columns", "inRows", "inColumns"] as const;

/** WGSL of one number of the result, in `column` and `row` of `outer`. */
const NUMBER = `
  fn number(outer : i32, row : i32, column : i32) -> f32 {
    let inside = (column < uniforms.inColumns) & (row < uniforms.inRows);
    let at = (outer * uniforms.inRows + row) * uniforms.inColumns + column;
    return select(0.0, x[select(0, at, inside)], inside);
  }`;

// Thread: one number of the result, which is [outer, rows, columns].
const EACH: EachShader = {
  key: "resizeChannels",
  inputs: ["x"],
  scalars: ["x", "result"],
  uniforms: UNIFORMS,
  functions: NUMBER,
  main: () => `
    let row = index / uniforms.columns;
    result[index] = number(
      row / uniforms.rows,
      row % uniforms.rows,
      index % uniforms.columns,
    );`,
};

// Thread: four of them.
const FOURS: EachShader = {
  key: "resizeChannels fours",
  inputs: ["x"],
  scalars: ["x"],
  uniforms: UNIFORMS,
  functions: NUMBER,
  main: () => `
    let across = uniforms.columns / 4;
    let row = index / across % uniforms.rows;
    let outer = index / across / uniforms.rows;
    let column = index % across * 4;
    result[index] = vec4<f32>(
      ${
    PARTS.map((_, part) => `number(outer, row, column + ${part}),`).join("")
  }
    );`,
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
  const numbers = shape.reduce((product, length) => product * length, 1);
  const fours = to.columns % 4 === 0;
  return runEach(backend, fours ? FOURS : EACH, {
    inputs: [x],
    shape,
    uniforms: [to.rows, to.columns, from.rows, from.columns],
    invocations: fours ? numbers / 4 : numbers,
  });
}

/** The next multiple of four. */
export function roundUp4(channels: number): number {
  return Math.ceil(channels / 4) * 4;
}
