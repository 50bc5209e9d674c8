import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, probability } from "./_chance.ts";
import { brightened, maxLighting } from "./_lights.ts";

/** The definition of {@linkcode brightness}. */
export const brightnessStage = defineStage("transforms", {
  op: "brightness",
  version: 2,
  params: z.strictObject({
    maxLighting: maxLighting.default(0.2),
    probability: probability.default(0.75),
  }),
  behave: ({ maxLighting, probability }) => ({
    when: "train",
    lighting: (random) => brightened(random, maxLighting, probability),
  }),
});

/**
 * Makes images lighter or darker, in training, three quarters of them unless
 * told: a middle grey becomes any grey from `0.5 (1 - maxLighting)` to
 * `0.5 (1 + maxLighting)`, equally likely, and black and white stay.
 *
 * The light of a value `x` is `logit(x) = log(x / (1 - x))`, to which a number
 * is added. Source: fastai's `Brightness`.
 *
 * @param maxLighting 0 for no change, below 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { brightness } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { params } = brightness();
 * assert.deepEqual(params, { maxLighting: 0.2, probability: 0.75 });
 * ```
 */
export function brightness(
  maxLighting = 0.2,
  options: ChanceOptions = {},
): Transform<Image> {
  return brightnessStage({
    maxLighting,
    ...optionsOf("transforms", "brightness", options),
  });
}
