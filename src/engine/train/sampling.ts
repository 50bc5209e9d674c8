import type { ImageSize, Projective } from "../../flow/stage/transform.ts";
import type { Sampling } from "../kernels/images/sample_images.ts";
import { overPixels, place } from "./projective.ts";

const CORNERS = [[-1, -1], [-1, 1], [1, -1], [1, 1]] as const;

/** How far apart the places that a map reads lie, along either side. */
function extent(map: Projective): number {
  // A map takes straight lines to straight lines: its ends are at corners.
  const places = CORNERS.flatMap(([x, y]) => place(map, x, y));
  return Math.max(...places) - Math.min(...places);
}

/**
 * How images are sampled: where each pixel is read, and which images are
 * averaged down first, because bilinear sampling would skip pixels of them.
 *
 * They are those that shrink more than twice, beyond what they are magnified.
 * Source: fastai's `_grid_sample`, which decides so for a whole batch; here
 * each image is its own, so that no item depends on the others of its batch.
 */
export function samplingOf(
  maps: readonly Projective[],
  from: ImageSize,
  to: ImageSize,
): Sampling {
  const shrink = Math.min(from.height / to.height, from.width / to.width) / 2;
  const averaged: ImageSize = shrink > 1
    ? {
      height: Math.floor(from.height * (1 / shrink)),
      width: Math.floor(from.width * (1 / shrink)),
    }
    : from;
  const shrinks = (map: Projective) => shrink > 1 && shrink > 2 / extent(map);
  return {
    to,
    averaged,
    images: maps.map((map) => {
      const average = shrinks(map);
      return { average, map: overPixels(map, average ? averaged : from, to) };
    }),
  };
}
