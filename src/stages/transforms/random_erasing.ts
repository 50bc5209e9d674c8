import { z } from "zod";
import type { Random } from "../../base/random/random.ts";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import type { ImageSize, Rectangle } from "../../flow/stage/transform.ts";
import { type ChanceOptions, happens, probability } from "./_chance.ts";

/** Settings of {@linkcode randomErasing}; defaults are fastai's. */
export interface RandomErasingOptions extends ChanceOptions {
  /** The least share of an image's area that is erased; 0 unless told. */
  readonly minArea?: number;
  /** The largest share of an image's area that is erased; 0.3 unless told. */
  readonly maxArea?: number;
  /**
   * The least height over width of what is erased, above 0, at most 1; the
   * largest is 1 over it. 0.3 unless told.
   */
  readonly minAspect?: number;
  /**
   * The most rectangles of an image, among which the area is divided; 1 unless
   * told.
   */
  readonly maxCount?: number;
}

type RandomErasingParams = z.output<typeof randomErasingParams>;

const randomErasingParams = z.strictObject({
  probability: probability.default(0.5),
  minArea: z.number().min(0).max(1).default(0),
  maxArea: z.number().min(0).max(1).default(0.3),
  minAspect: z.number().positive().max(1).default(0.3),
  maxCount: z.int().min(1).max(100).default(1),
}).refine(({ minArea, maxArea }) => minArea <= maxArea, {
  error: "minArea must be at most maxArea",
});

/** To the nearest integer, halves to the even one: as Python rounds. */
function rounded(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** A part of a side, at any place where it fits; one too long is cut. */
function span(
  random: Random,
  area: number,
  side: number,
): readonly [from: number, length: number] {
  const length = rounded(Math.sqrt(area));
  const from = random.integer(0, Math.max(side - length, 0) + 1);
  return [from, Math.min(length, side)];
}

/** The parts of an image of this size. */
function drawParts(
  random: Random,
  { height, width }: ImageSize,
  { minArea, maxArea, minAspect, maxCount }: RandomErasingParams,
): readonly Rectangle[] {
  const count = random.integer(1, maxCount + 1);
  const share = height * width / count;
  const parts = Array.from({ length: count }, () => {
    const area = random.uniform(minArea, maxArea) * share;
    const aspect = Math.exp(
      random.uniform(Math.log(minAspect), Math.log(1 / minAspect)),
    );
    const [top, rows] = span(random, area * aspect, height);
    const [left, columns] = span(random, area / aspect, width);
    return { top, left, height: rows, width: columns };
  });
  return parts.filter(({ height, width }) => height > 0 && width > 0);
}

/** The definition of {@linkcode randomErasing}. */
export const randomErasingStage = defineStage("transforms", {
  op: "randomErasing",
  version: 1,
  params: randomErasingParams,
  behave: (params) => ({
    when: "train",
    erase: (size, random) =>
      happens(random, params.probability)
        ? drawParts(random, size, params)
        : [],
  }),
});

/**
 * Puts noise in place of a rectangle of each image, in training, half of them
 * unless told, so that no single part of what is seen decides. The noise is
 * normal, of mean 0 and deviation 1, in images that are normalised; the GPU
 * draws it, the same on any.
 *
 * The rectangle's area and the logarithm of its height over its width are
 * equally likely to be any of their ranges. With `maxCount`, there are 1 to so
 * many, which share the area and may overlap; what is longer than a side is
 * cut.
 *
 * Comes after all that changes single images, `normalize()` too; mixing may
 * follow. Views of `testTimeAugmentation()` have it too, as in fastai. Unlike
 * fastai, each image of a batch gets rectangles of its own. Source: Zhong et
 * al., "Random erasing data augmentation", 2017; fastai's `RandomErasing`,
 * where the settings are `p`, `sl`, `sh`, `min_aspect` and `max_count`.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { augment, normalize, randomErasing } from "leat";
 * import assert from "node:assert/strict";
 *
 * const erasing = randomErasing({ maxCount: 3 });
 * const transforms = [augment(), normalize(), erasing];
 * assert.equal(transforms.at(-1)?.params["maxArea"], 0.3);
 * ```
 */
export function randomErasing(
  options: RandomErasingOptions = {},
): Transform<Image> {
  return randomErasingStage(options);
}
