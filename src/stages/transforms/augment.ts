import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import type { TransformBehaviour } from "../../flow/stage/transform.ts";
import { probability } from "./_chance.ts";
import { drawCrop, middleCrop, viewOf } from "./_crop.ts";
import { brightened, contrasted, maxLighting } from "./_lights.ts";
import {
  flippedAnyWay,
  magnified,
  mirrored,
  tilted,
  turned,
} from "./_moves.ts";

/** Settings of {@linkcode augment}; defaults are fastai's. */
export interface AugmentOptions {
  /** Multiplies `maxRotate`, `maxLighting` and `maxWarp`; 1 unless told. */
  readonly mult?: number;
  /** Mirrors half of the images; `true` unless told. */
  readonly flip?: boolean;
  /**
   * Half of the images get any of a square's eight symmetries in place of the
   * mirror image, as aerial and medical pictures allow; `false` unless told.
   */
  readonly flipVertically?: boolean;
  /** Degrees of rotation to either side; 10 unless told. */
  readonly maxRotate?: number;
  /** The smallest magnification; 1 unless told. */
  readonly minZoom?: number;
  /** The largest magnification; 1.1 unless told. */
  readonly maxZoom?: number;
  /** The largest change of brightness and contrast; 0.2 unless told. */
  readonly maxLighting?: number;
  /** How far a perspective moves the corners; 0.2 unless told. */
  readonly maxWarp?: number;
  /** How often to rotate, to zoom, and to warp either way; 0.75 unless told. */
  readonly affineProbability?: number;
  /** How often to change brightness, and contrast; 0.75 unless told. */
  readonly lightingProbability?: number;
  /** Pixels a side of the result; the input's unless told. */
  readonly size?: number;
  /**
   * The least share of the image's area that is shown, a square drawn anywhere
   * in it; 1, all of it, unless told. Needs a `size`.
   */
  readonly minScale?: number;
  /** All images of a batch get the same draws; `false` unless told. */
  readonly batch?: boolean;
}

const SQUARE = [1, 1] as const;

type AugmentParams = z.output<typeof augmentParams>;

const augmentParams = z.strictObject({
  mult: z.number().min(0).default(1),
  flip: z.boolean().default(true),
  flipVertically: z.boolean().default(false),
  maxRotate: z.number().min(0).max(180).default(10),
  minZoom: z.number().positive().default(1),
  maxZoom: z.number().positive().default(1.1),
  maxLighting: maxLighting.default(0.2),
  maxWarp: z.number().min(0).lt(0.5, { error: "must be below 0.5" })
    .default(0.2),
  affineProbability: probability.default(0.75),
  lightingProbability: probability.default(0.75),
  size: z.int().min(1, { error: "must be at least 1" })
    .max(4096, { error: "must be at most 4096" }).exactOptional(),
  minScale: z.number().positive().max(1).default(1),
  batch: z.boolean().default(false),
}).refine(({ minZoom, maxZoom }) => minZoom <= maxZoom, {
  error: "minZoom must be at most maxZoom",
}).refine(({ flip, flipVertically }) => flip || !flipVertically, {
  error: "flipVertically needs flip",
}).refine(({ size, minScale }) => minScale === 1 || size !== undefined, {
  error: "minScale needs a size",
}).refine(({ mult, maxWarp }) => mult * maxWarp < 0.5, {
  error: "mult times maxWarp must be below 0.5",
}).refine(({ mult, maxLighting }) => mult * maxLighting < 1, {
  error: "mult times maxLighting must be below 1",
});

/**
 * Everything that moves pixels, then everything that changes light: one pass
 * each. fastai applies the perspective to the image before the other maps,
 * wherever it stands in the list.
 */
function partsOf(params: AugmentParams): readonly TransformBehaviour[] {
  const { flip, flipVertically, mult, size, minScale } = params;
  const { affineProbability: often, lightingProbability } = params;
  const degrees = mult * params.maxRotate;
  const warp = mult * params.maxWarp;
  const lighting = mult * params.maxLighting;
  const zoom = { min: params.minZoom, max: params.maxZoom };
  const flipped = flipVertically ? flippedAnyWay : mirrored;
  const when = "train";
  const parts: (TransformBehaviour | false)[] = [
    warp > 0 && { when, warp: (random) => tilted(random, warp, often) },
    flip && { when, affine: (random) => flipped(random, 0.5) },
    degrees > 0 && { when, affine: (random) => turned(random, degrees, often) },
    (zoom.min < 1 || zoom.max > 1) &&
    { when, affine: (random) => magnified(random, zoom, often) },
    size !== undefined && presize(size, minScale),
    lighting > 0 && {
      when,
      lighting: (random) => brightened(random, lighting, lightingProbability),
    },
    lighting > 0 && {
      when,
      lighting: (random) => contrasted(random, lighting, lightingProbability),
    },
  ];
  return parts.filter((part) => part !== false);
}

/** All of the image, or a square of it that is drawn, at a size. */
function presize(size: number, minScale: number): TransformBehaviour {
  const range = { minScale, maxScale: 1, ratio: SQUARE };
  return {
    when: "always",
    size,
    view(from, random) {
      if (minScale === 1) return [1, 0, 0, 0, 1, 0];
      const crop = random
        ? drawCrop(random, from, range)
        : middleCrop(from, SQUARE);
      return viewOf(crop, from);
    },
  };
}

/** The definition of {@linkcode augment}. */
export const augmentStage = defineStage("transforms", {
  op: "augment",
  version: 1,
  params: augmentParams,
  behave: (params) => ({
    when: "always",
    parts: partsOf(params),
    draws: params.batch ? "batch" : "image",
  }),
});

/**
 * What fastai does to photographs in training: mirrors, perspectives, rotations,
 * magnifications, brightness and contrast, in two passes over the batch - one
 * that moves pixels, one that changes light. What comes into view at the edges
 * is mirrored. Source: fastai's `aug_transforms`, with its defaults.
 *
 * With `size`, images become of that size in the same pass: give the input a
 * larger one and a `minScale`, and no detail is lost to sampling twice
 * ("presizing"). Validation and prediction then see the whole image at that
 * size. Unlike fastai, each image gets a crop of its own, unless `batch`.
 *
 * @throws {PipelineError} when a setting is out of range, or there is a
 * `minScale` and no `size`
 *
 * @example Presizing, as in the fastai book
 * ```ts
 * import { augment, image } from "leat";
 * import assert from "node:assert/strict";
 *
 * const input = image({ size: 460 });
 * const transforms = [augment({ size: 224, minScale: 0.75 })];
 * assert.equal(transforms[0]?.params["maxRotate"], 10);
 * ```
 */
export function augment(options: AugmentOptions = {}): Transform<Image> {
  return augmentStage(options);
}
