import type { ConvolutionShape } from "../convolution_shape.ts";
import { isThreeByThree } from "../_three_by_three.ts";
import { PANEL, panelsOf } from "../../product.ts";
import { FOURS, numbersOfImage, tilesOf, type Tiling, TWOS } from "./tiles.ts";

/** Channels from which on the multiplications cost more than the transforms. */
export const LEAST_CHANNELS = 32;
/** What of the tiles must be in the image. */
const LEAST_USE = 1 / 2;
/** Most numbers of the transformed tiles of one image: they must be bound at once. */
const MOST_OF_IMAGE = 2 ** 24;
/** Most numbers of a transformed filter: the least of all adapters binds 128 MiB. */
const MOST_OF_FILTER = 2 ** 25;

/** Whether what is made of a filter and of one image can be bound. */
function isBound(tiling: Tiling, shape: ConvolutionShape): boolean {
  const [inside, outside] = [shape.inChannels, shape.outChannels];
  const panels = panelsOf(inside / 4) * panelsOf(outside / 4);
  return tiling.places * panels * PANEL ** 2 <= MOST_OF_FILTER &&
    numbersOfImage(tiling, shape) <= MOST_OF_IMAGE;
}

/** Whether a convolution, or a gradient of it, is one that minimal filtering is for. */
export function isForWinograd(shape: ConvolutionShape): boolean {
  const { inChannels, outChannels, outHeight, outWidth } = shape;
  if (!isThreeByThree(shape)) return false;
  if (Math.min(inChannels, outChannels) < LEAST_CHANNELS) return false;
  const covered = tilesOf(FOURS, shape).count * FOURS.tile ** 2;
  return outHeight * outWidth / covered > LEAST_USE && isBound(TWOS, shape);
}

/**
 * How a convolution is cut, or its gradient from result to input. Whatever the
 * batch is: an image comes to the same bits in any.
 */
export function tilingOf(shape: ConvolutionShape): Tiling {
  return tilesOf(FOURS, shape).count > 1 && isBound(FOURS, shape)
    ? FOURS
    : TWOS;
}

/** Tiles of all images from which on their products outweigh what is made of them. */
const LEAST_TILES = 32;

/** How the sum of a filter's gradient is cut. */
export function filterTilingOf(shape: ConvolutionShape): Tiling {
  const tiles = shape.batch * tilesOf(FOURS, shape).count;
  return tiles >= LEAST_TILES && isBound(FOURS, shape) ? FOURS : TWOS;
}
