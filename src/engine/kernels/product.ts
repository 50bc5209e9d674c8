/**
 * Products of matrices for software adapters. What is multiplied lies in panels,
 * in the order in which it is read: a panel is sixteen rows of the left matrix,
 * or sixteen columns of the right one, and has for each number of the inner
 * dimension four fours one behind the other.
 *
 *                          inner
 *                 ┌────────────────────────┐
 *      16 columns │ 0 1 2 3 │ 4 5 6 7 │ .. │   each number is four columns
 *                 └────────────────────────┘
 *
 * An invocation multiplies two panels: for eight reads it does 64 multiply-adds
 * of fours. Larger tiles read less often, but their sums leave the registers;
 * measured with Mesa 22 and 25 on llvmpipe, none was faster on both.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { lines, PARTS, range } from "./_text.ts";
import type { Backend } from "./program.ts";
import { type EachShader, runEach } from "./run_each.ts";

/** Fours in a panel for each number of the inner dimension. */
export const PANEL4 = 4;
/** Rows or columns of a panel. */
export const PANEL = 4 * PANEL4;

/** How many panels so many fours of rows or columns fill. */
export function panelsOf(fours: number): number {
  return Math.ceil(fours / PANEL4);
}

/** Some products of matrices that have the same shape. */
export interface ProductShape {
  /** How many products. */
  readonly count: number;
  /** Panels of the left matrices. */
  readonly rowPanels: number;
  /** Panels of the right matrices. */
  readonly columnPanels: number;
  readonly inner: number;
  /** Parts of the inner dimension, whose products are still to be added up. */
  readonly parts: number;
}

function sum(row: number, column4: number): string {
  return `sum${row}_${column4}`;
}

// Four rows in turn: as many sums as registers hold beside what they are of.
const ADDITIONS = range(PANEL4).flatMap((i) =>
  range(PANEL4).flatMap((j) =>
    PARTS.map((part, row) => {
      const into = sum(4 * i + row, j);
      return `${into} = fma(vec4(a${i}.${part}), b${j}, ${into});`;
    })
  )
).join("\n");

const SUMS = range(PANEL).flatMap((row) =>
  range(PANEL4).map((column4) => sum(row, column4))
);

/** Thread: one panel of rows by one panel of columns, over one part. */
export const PRODUCT: EachShader = {
  key: "product",
  inputs: ["a", "b"],
  uniforms: ["rowPanels", "columnPanels", "products", "inner", "innerOfPart"],
  main: () => `
    let inner = uniforms.inner;
    let column = index % uniforms.columnPanels;
    let rest = index / uniforms.columnPanels;
    let row = rest % uniforms.rowPanels;
    let product = rest / uniforms.rowPanels % uniforms.products;
    let first = rest / uniforms.rowPanels / uniforms.products * uniforms.innerOfPart;
    let end = min(first + uniforms.innerOfPart, inner);
    var aAt = ((product * uniforms.rowPanels + row) * inner + first) * ${PANEL4};
    var bAt = ((product * uniforms.columnPanels + column) * inner + first) * ${PANEL4};
    ${SUMS.map((name) => `var ${name} = vec4<f32>();`).join("\n")}
    for (var k = first; k < end; k++) {
      ${lines(PANEL4, (i) => `let a${i} = a[aAt + ${i}];`)}
      ${lines(PANEL4, (j) => `let b${j} = b[bAt + ${j}];`)}
      ${ADDITIONS}
      aAt += ${PANEL4};
      bAt += ${PANEL4};
    }
    let width = uniforms.columnPanels * ${PANEL4};
    var at = rest * ${PANEL} * width + column * ${PANEL4};
    ${
    lines(PANEL, (row) => `
    ${lines(PANEL4, (j) => `result[at + ${j}] = ${sum(row, j)};`)}
    at += width;`)
  }`,
};

/**
 * Multiplies matrices in panels.
 *
 * @param a [count, rowPanels, inner, 16]
 * @param b [count, columnPanels, inner, 16]
 * @returns [parts, count, 16 rowPanels, 16 columnPanels]
 */
export function product(
  backend: Backend,
  a: TensorInfo,
  b: TensorInfo,
  { count, rowPanels, columnPanels, inner, parts }: ProductShape,
): TensorInfo {
  return runEach(backend, PRODUCT, {
    inputs: [a, b],
    shape: [parts, count, rowPanels * PANEL, columnPanels * PANEL],
    uniforms: [
      rowPanels,
      columnPanels,
      count,
      inner,
      Math.ceil(inner / parts),
    ],
    invocations: parts * count * rowPanels * columnPanels,
  });
}
