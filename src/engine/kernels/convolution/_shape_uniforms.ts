import type { ConvolutionShape } from "./convolution_shape.ts";

/** What every shader is told of a convolution's shape; a depth is four channels. */
export const SHAPE_UNIFORMS = [
  "batch",
  "inHeight",
  "inWidth",
  "inDepth",
  "outHeight",
  "outWidth",
  "outDepth",
  "filterHeight",
  "filterWidth",
  "strideHeight",
  "strideWidth",
  "top",
  "left",
] as const;

/** The numbers of {@linkcode SHAPE_UNIFORMS}. */
export function shapeNumbers(
  { inChannels, outChannels, ...shape }: ConvolutionShape,
): Readonly<Record<typeof SHAPE_UNIFORMS[number], number>> {
  return { ...shape, inDepth: inChannels / 4, outDepth: outChannels / 4 };
}
