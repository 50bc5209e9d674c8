import type { ConvolutionShape } from "./convolution_shape.ts";
import { SHAPE_UNIFORMS, shapeNumbers } from "./_shape_uniforms.ts";

/** How much of the result one invocation holds in registers. */
export interface GatherTile {
  /** Positions of the result: images, rows and columns in one line. */
  readonly positions: number;
  /** Channels of the result, in fours. */
  readonly channels4: number;
}

/**
 * A convolution that gathers. For the gradient of the input, "in" and "out"
 * change places, while strides and padding stay the forward ones.
 */
export interface GatherShape extends ConvolutionShape {
  /** Whether the result is the gradient of the forward convolution's input. */
  readonly transposed: boolean;
}

export const GATHER_UNIFORMS = [
  ...SHAPE_UNIFORMS,
  "gridHeight",
  "gridWidth",
  "transposed",
  "phaseColumns",
  "positionTiles",
  "channelTiles",
  "imagesFirst",
] as const;

/** How a shape is dealt out to invocations. */
export interface GatherPlan {
  /** One number for each of {@linkcode GATHER_UNIFORMS}. */
  readonly uniforms: readonly number[];
  readonly invocations: number;
  /** Phases, each with tiles of its own. */
  readonly phases: number;
}

/** Positions of images whose border is most of them. */
const MOST_BORDER = 16;

/**
 * Whether a tile is better made of one place in many images than of many places:
 * then a tap that is outside of the input is outside for all of them.
 */
function areImagesFirst(
  { batch, filterHeight, filterWidth }: GatherShape,
  positionsOfImage: number,
  { positions }: GatherTile,
): boolean {
  return positionsOfImage <= MOST_BORDER && batch >= positions / 2 &&
    filterHeight * filterWidth > 1;
}

/** One invocation for each tile of positions, each tile of channels and each phase. */
export function planGather(shape: GatherShape, tile: GatherTile): GatherPlan {
  const { batch, outHeight, outWidth, strideHeight, strideWidth, transposed } =
    shape;
  const phaseRows = transposed ? strideHeight : 1;
  const phaseColumns = transposed ? strideWidth : 1;
  const gridHeight = Math.ceil(outHeight / phaseRows);
  const gridWidth = Math.ceil(outWidth / phaseColumns);
  const positionTiles = Math.ceil(
    batch * gridHeight * gridWidth / tile.positions,
  );
  const channelTiles = Math.ceil(shape.outChannels / 4 / tile.channels4);
  const values: Record<typeof GATHER_UNIFORMS[number], number> = {
    ...shapeNumbers(shape),
    gridHeight,
    gridWidth,
    transposed: transposed ? 1 : 0,
    phaseColumns,
    positionTiles,
    channelTiles,
    imagesFirst: areImagesFirst(shape, gridHeight * gridWidth, tile) ? 1 : 0,
  };
  return {
    uniforms: GATHER_UNIFORMS.map((name) => values[name]),
    invocations: positionTiles * channelTiles * phaseRows * phaseColumns,
    phases: phaseRows * phaseColumns,
  };
}
