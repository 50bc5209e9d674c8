import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import type { Affine } from "../../flow/stage/transform.ts";
import { drawCrop, viewOf } from "./_crop.ts";

/** Settings of {@linkcode randomResizedCrop}. */
export interface RandomResizedCropOptions {
  /** Pixels a side of what is shown: the network is built for this size. */
  readonly size: number;
  /** The least share of the image's area; 0.08 unless told. */
  readonly minScale?: number;
  /** The largest share of the image's area; 1 unless told. */
  readonly maxScale?: number;
  /** The least and the largest width over height; 3/4 and 4/3 unless told. */
  readonly ratio?: readonly [least: number, largest: number];
  /**
   * What validation and prediction leave out at the edges, as a share of the
   * size; 0.14 unless told, rounded up to eights of pixels.
   */
  readonly validExtra?: number;
}

/** The whole image at a larger size, and of that the middle. */
function middleOf(size: number, validExtra: number): Affine {
  const larger = size + Math.ceil(size * validExtra / 8) * 8;
  const side = larger > 1 ? (size - 1) / (larger - 1) : 1;
  return [side, 0, 0, 0, side, 0];
}

/** The definition of {@linkcode randomResizedCrop}. */
export const randomResizedCropStage = defineStage("transforms", {
  op: "randomResizedCrop",
  version: 1,
  params: z.strictObject({
    size: z.int().min(1, { error: "must be at least 1" })
      .max(4096, { error: "must be at most 4096" }),
    minScale: z.number().positive().max(1).default(0.08),
    maxScale: z.number().positive().max(1).default(1),
    ratio: z.tuple([z.number().positive(), z.number().positive()])
      .default([3 / 4, 4 / 3]),
    validExtra: z.number().min(0).max(1).default(0.14),
  }).refine(({ minScale, maxScale }) => minScale <= maxScale, {
    error: "minScale must be at most maxScale",
  }).refine(({ ratio: [least, largest] }) => least <= largest, {
    error: "the first of ratio must be at most the second",
  }),
  behave: ({ size, validExtra, ...range }) => ({
    when: "always",
    size,
    view: (from, random) =>
      random
        ? viewOf(drawCrop(random, from, range), from)
        : middleOf(size, validExtra),
  }),
});

/**
 * Shows a random part of each image, resized to `size` on either side, in
 * training; the middle of it otherwise.
 *
 * The part's area and the logarithm of its width over height are equally likely
 * to be any of their ranges. Validation and prediction see the whole image at a
 * slightly larger size - 256 for 224 - and of that the middle. Give the input a
 * larger size, so that small parts have pixels. Source: fastai's
 * `RandomResizedCrop`, sampled as its `RandomResizedCropGPU`.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { randomResizedCrop } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { params } = randomResizedCrop({ size: 224, minScale: 0.35 });
 * assert.deepEqual(params.ratio, [3 / 4, 4 / 3]);
 * ```
 */
export function randomResizedCrop(
  options: RandomResizedCropOptions,
): Transform<Image> {
  const { ratio, ...rest } = optionsOf(
    "transforms",
    "randomResizedCrop",
    options,
  );
  return randomResizedCropStage({
    ...rest,
    ...ratio ? { ratio: [...ratio] } : {},
  });
}
