/**
 * Minimal filtering: S. Winograd, "Arithmetic Complexity of Computations", 1980;
 * for convolutions A. Lavin and S. Gray, "Fast Algorithms for Convolutional
 * Neural Networks", 2015. Four by four numbers of the result of a filter of 3 x 3
 * take 36 multiplications for each channel rather than 144:
 *
 *     y  = At [ (G w Gt) * (Bt x B) ] A          * by element, 6 x 6
 *     dw = Gt [ (A dy At) * (Bt x B) ] G
 *
 * The 36 places of the middle are 36 products of matrices, in which the channels
 * of the input (or all tiles, for dw) are added up. Two by two numbers take 16
 * places: more for each number, but less is to transform of the filter.
 *
 * @module
 */
import { range } from "../../_text.ts";
import { SIDE } from "../_three_by_three.ts";
import type { ConvolutionShape } from "../convolution_shape.ts";

/** A matrix that a tile is multiplied with, by its rows. */
export type Matrix = readonly (readonly number[])[];

/** How a result is cut into tiles. */
export interface Tiling {
  /** Numbers of the result in a tile, each way. */
  readonly tile: number;
  /** Numbers of the input that they depend on, each way. */
  readonly patch: number;
  /** Places of a transformed tile, each of which is one product of matrices. */
  readonly places: number;
  /** Takes a patch of the input to a transformed tile. */
  readonly fromPatch: Matrix;
  /** Takes a filter to a transformed one. */
  readonly fromFilter: Matrix;
  /** Takes a transformed tile to the result. */
  readonly toResult: Matrix;
}

/** Times `x - root`, of the coefficients of a polynomial. */
function timesRoot(coefficients: readonly number[], root: number): number[] {
  return range(coefficients.length + 1).map((at) =>
    (coefficients[at - 1] ?? 0) - root * (coefficients[at] ?? 0)
  );
}

/** The polynomial that is zero at these points, as a row of so many. */
function zeroAt(points: readonly number[], length: number): readonly number[] {
  const row = points.reduce(timesRoot, [1]);
  return range(length).map((at) => row[at] ?? 0);
}

/**
 * Lines of tiles are polynomials, and what is at a place are their values at one
 * of these points, at its opposite, at 0, or at infinity.
 */
function tilingOf(...halves: readonly number[]): Tiling {
  const points = [0, ...halves.flatMap((point) => [point, -point])];
  const patch = points.length + 1;
  const tile = patch - SIDE + 1;
  const others = (point: number) => points.filter((other) => other !== point);
  const powers = (point: number) => range(SIDE).map((power) => point ** power);
  return {
    tile,
    patch,
    places: patch * patch,
    fromPatch: [
      ...points.map((point) => zeroAt(others(point), patch)),
      zeroAt(points, patch),
    ],
    fromFilter: [
      ...points.map((point) => {
        const scale = others(point).reduce(
          (all, each) => all * (point - each),
          1,
        );
        return powers(point).map((power) => power / scale);
      }),
      [...range(SIDE - 1).map(() => 0), 1],
    ],
    toResult: range(tile).map((power) => [
      ...points.map((point) => point ** power),
      power === tile - 1 ? 1 : 0,
    ]),
  };
}

/**
 * Tiles of four by four. Of the points that floats hold exactly these lose least
 * to rounding: 2e-6 of the largest number, a third of what 1 and 2 lose.
 */
export const FOURS: Tiling = tilingOf(3 / 4, 3 / 2);
/** Tiles of two by two. */
export const TWOS: Tiling = tilingOf(1);

/** Tiles of an image. */
export interface Tiles {
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
}

/** How many tiles cover an image. */
export function tilesOf(
  { tile }: Tiling,
  { outHeight, outWidth }: ConvolutionShape,
): Tiles {
  const rows = Math.ceil(outHeight / tile);
  const columns = Math.ceil(outWidth / tile);
  return { rows, columns, count: rows * columns };
}

/** Numbers of the transformed tiles of one image. */
export function numbersOfImage(
  tiling: Tiling,
  shape: ConvolutionShape,
): number {
  const channels = Math.max(shape.inChannels, shape.outChannels);
  return tilesOf(tiling, shape).count * tiling.places * channels;
}
