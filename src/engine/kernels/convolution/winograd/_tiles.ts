/**
 * Minimal filtering: S. Winograd, "Arithmetic Complexity of Computations", 1980;
 * for convolutions A. Lavin and S. Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2015. Two by two numbers of the result of a filter of 3 x 3
 * take 16 multiplications for each channel rather than 36:
 *
 *     y  = At [ (G w Gt) * (Bt x B) ] A          * by element, 4 x 4
 *     dw = Gt [ (A dy At) * (Bt x B) ] G
 *
 * The 16 places of the middle are 16 products of matrices, in which the channels
 * of the input (or all tiles, for dw) are added up.
 *
 * @module
 */
import { range } from "../../_text.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";

/** Numbers of the result in a tile, each way. */
export const TILE = 2;
/** Numbers of the input that they depend on, each way. */
export const PATCH = 4;
/** Places of a transformed tile, each of which is one product of matrices. */
export const PLACES = PATCH * PATCH;

/** Tiles of a result. */
export interface Tiles {
  readonly rows: number;
  readonly columns: number;
}

/** How many tiles cover an image. */
export function tilesOf({ outHeight, outWidth }: ConvolutionShape): Tiles {
  return {
    rows: Math.ceil(outHeight / TILE),
    columns: Math.ceil(outWidth / TILE),
  };
}

/** A row of a matrix that a tile is multiplied with. */
type Row = readonly number[];

/** Takes a patch of the input to a transformed tile. */
export const PATCH_ROWS: readonly Row[] = [
  [1, 0, -1, 0],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, 1, 0, -1],
];
/** Takes a filter to a transformed one. */
export const FILTER_ROWS: readonly Row[] = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];
/** Takes a transformed tile to the result. */
export const RESULT_ROWS: readonly Row[] = [
  [1, 1, 1, 0],
  [0, 1, -1, -1],
];

/** The matrix with rows for columns. */
export function turned(rows: readonly Row[]): readonly Row[] {
  const [first = []] = rows;
  return first.map((_, at) => rows.map((row) => row[at] ?? 0));
}

/** A name of WGSL for the number in a row and a column. */
type Name = (row: number, column: number) => string;

/** WGSL of a sum of terms with factors of 1, -1, 1/2 and -1/2. */
function sumOf(row: Row, term: (at: number) => string): string {
  const termsOf = (size: number) =>
    row.map((factor, at) =>
      Math.abs(factor) === size ? `${factor < 0 ? "-" : "+"} ${term(at)}` : ""
    ).filter((text) => text !== "").join(" ").replace(/^\+ /, "");
  const [ones, halves] = [termsOf(1), termsOf(0.5)];
  if (halves === "") return ones;
  return ones === "" ? `(${halves}) * 0.5` : `${ones} + (${halves}) * 0.5`;
}

/**
 * WGSL of `rows` x `columns`T: declares `to`, from what `from` names.
 *
 * @param middle names what is between the two multiplications
 */
export function transform(
  rows: readonly Row[],
  columns: readonly Row[],
  from: Name,
  middle: Name,
  to: Name,
): string {
  const [first = []] = rows;
  const across = range(first.length).flatMap((row) =>
    columns.map((factors, column) =>
      `let ${middle(row, column)} = ${sumOf(factors, (at) => from(row, at))};`
    )
  );
  const down = rows.flatMap((factors, row) =>
    columns.map((_, column) =>
      `let ${to(row, column)} = ${sumOf(factors, (at) => middle(at, column))};`
    )
  );
  return [...across, ...down].join("\n");
}
