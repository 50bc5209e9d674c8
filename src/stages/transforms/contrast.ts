import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, probability } from "./_chance.ts";
import { contrasted, maxLighting } from "./_lights.ts";

/** The definition of {@linkcode contrast}. */
export const contrastStage = defineStage("transforms", {
  op: "contrast",
  version: 2,
  params: z.strictObject({
    maxLighting: maxLighting.default(0.2),
    probability: probability.default(0.75),
  }),
  behave: ({ maxLighting, probability }) => ({
    when: "train",
    lighting: (random) => contrasted(random, maxLighting, probability),
  }),
});

/**
 * Makes images softer or harder, in training, three quarters of them unless
 * told: a middle grey stays, and other values move away from it or towards it.
 *
 * The light of a value `x`, `logit(x) = log(x / (1 - x))`, is multiplied by a
 * number from `1 - maxLighting` to `1 / (1 - maxLighting)`, whose logarithm is
 * equally likely to be any. Source: fastai's `Contrast`.
 *
 * @param maxLighting 0 for no change, below 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example
 * ```ts
 * import { contrast } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { params } = contrast();
 * assert.deepEqual(params, { maxLighting: 0.2, probability: 0.75 });
 * ```
 */
export function contrast(
  maxLighting = 0.2,
  options: ChanceOptions = {},
): Transform<Image> {
  return contrastStage({
    maxLighting,
    ...optionsOf("transforms", "contrast", options),
  });
}
