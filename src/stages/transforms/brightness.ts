import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, happens, probability, UNLIT } from "./_chance.ts";

/** The inverse of the sigmoid. */
function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/** The definition of {@linkcode brightness}. */
export const brightnessStage = defineStage("transforms", {
  op: "brightness",
  version: 1,
  params: z.strictObject({
    maxLighting: z.number().min(0).lt(1).default(0.2),
    probability: probability.default(0.75),
  }),
  behave: ({ maxLighting, probability }) => ({
    when: "train",
    lighting(random) {
      if (!happens(random, probability)) return UNLIT;
      const low = 0.5 * (1 - maxLighting);
      const high = 0.5 * (1 + maxLighting);
      return { scale: 1, shift: logit(random.uniform(low, high)) };
    },
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
  return brightnessStage({ maxLighting, ...options });
}
