import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, probability } from "./_chance.ts";
import { magnified } from "./_moves.ts";

/** Settings of {@linkcode zoom}. */
export interface ZoomOptions extends ChanceOptions {
  /** The smallest magnification; 1 unless told. */
  readonly min?: number;
  /** The largest magnification; 1.1 unless told. */
  readonly max?: number;
}

/** The definition of {@linkcode zoom}. */
export const zoomStage = defineStage("transforms", {
  op: "zoom",
  version: 2,
  params: z.strictObject({
    min: z.number().positive().default(1),
    max: z.number().positive().default(1.1),
    probability: probability.default(0.75),
  }).refine(({ min, max }) => min <= max, {
    error: "min must be at most max",
  }),
  behave: ({ min, max, probability }) => ({
    when: "train",
    affine: (random) => magnified(random, { min, max }, probability),
  }),
});

/**
 * Magnifies a part of an image, in training, three quarters of them unless
 * told. Any part that lies within the image is equally likely; magnifications
 * under 1 shrink the image, and what comes into view is mirrored.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { zoom } from "leat";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(zoom().params, { min: 1, max: 1.1, probability: 0.75 });
 * ```
 */
export function zoom(options: ZoomOptions = {}): Transform<Image> {
  return zoomStage(options);
}
