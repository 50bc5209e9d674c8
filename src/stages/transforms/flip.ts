import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";
import { type ChanceOptions, probability } from "./_chance.ts";
import { mirrored } from "./_moves.ts";

/** The definition of {@linkcode flip}. */
export const flipStage = defineStage("transforms", {
  op: "flip",
  version: 1,
  params: z.strictObject({ probability: probability.default(0.5) }),
  behave: ({ probability }) => ({
    when: "train",
    affine: (random) => mirrored(random, probability),
  }),
});

/**
 * Mirrors images left to right, in training, half of them unless told.
 *
 * @throws {PipelineError} when the probability is not from 0 to 1
 *
 * @example
 * ```ts
 * import { flip } from "leat";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(flip().params, { probability: 0.5 });
 * ```
 */
export function flip(options: ChanceOptions = {}): Transform<Image> {
  return flipStage(options);
}
