import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, probability } from "./_chance.ts";
import { turned } from "./_moves.ts";

/** The definition of {@linkcode rotate}. */
export const rotateStage = defineStage("transforms", {
  op: "rotate",
  version: 2,
  params: z.strictObject({
    degrees: z.number().min(0).max(180).default(10),
    probability: probability.default(0.75),
  }),
  behave: ({ degrees, probability }) => ({
    when: "train",
    affine: (random) => turned(random, degrees, probability),
  }),
});

/**
 * Turns images about their centre, in training, three quarters of them unless
 * told, by an angle that is equally likely to be any between the two ends.
 * What comes into view at the corners is mirrored.
 *
 * @param degrees how far at most, to either side, 0 to 180
 * @throws {PipelineError} when the angle or the probability is out of range
 *
 * @example
 * ```ts
 * import { rotate } from "leat";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(rotate().params, { degrees: 10, probability: 0.75 });
 * ```
 */
export function rotate(
  degrees = 10,
  options: ChanceOptions = {},
): Transform<Image> {
  return rotateStage({
    degrees,
    ...optionsOf("transforms", "rotate", options),
  });
}
