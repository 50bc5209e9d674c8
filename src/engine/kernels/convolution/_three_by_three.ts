import type { ConvolutionShape } from "./convolution_shape.ts";

/** Rows and columns of the filters that have forms of their own. */
export const SIDE = 3;

/** Taps of the filters. */
export const FILTER_TAPS = SIDE * SIDE;

/** Whether a filter is one of 3 x 3 that moves by one pixel. */
export function isThreeByThree(shape: ConvolutionShape): boolean {
  return shape.filterHeight === SIDE && shape.filterWidth === SIDE &&
    shape.strideHeight === 1 && shape.strideWidth === 1;
}
