import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, probability } from "./_chance.ts";
import { tilted } from "./_moves.ts";

/** Settings of {@linkcode warp}. */
export interface WarpOptions extends ChanceOptions {
  /** How far at most each corner moves, in halves of a side; 0.2 unless told. */
  readonly magnitude?: number;
}

/** The definition of {@linkcode warp}. */
export const warpStage = defineStage("transforms", {
  op: "warp",
  version: 1,
  params: z.strictObject({
    // From 0.5 on, the corners of an image can fall into one line.
    magnitude: z.number().min(0).lt(0.5, { error: "must be below 0.5" })
      .default(0.2),
    probability: probability.default(0.75),
  }),
  behave: ({ magnitude, probability }) => ({
    when: "train",
    warp: (random) => tilted(random, magnitude, probability),
  }),
});

/**
 * Shows images as if from the side, in training: tilted about the vertical and
 * about the horizontal axis, about each with the probability of three quarters
 * unless told. What comes into view is mirrored. Source: fastai's `Warp`.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { warp } from "leat";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(warp().params, { magnitude: 0.2, probability: 0.75 });
 * ```
 */
export function warp(options: WarpOptions = {}): Transform<Image> {
  return warpStage(options);
}
