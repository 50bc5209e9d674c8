import { z } from "zod";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Transform } from "../../flow/stage/stage.ts";

/** Settings of {@linkcode normalize}: one number a channel, values 0 to 1. */
export interface NormalizeOptions {
  /** ImageNet's unless told. */
  readonly mean?: readonly [red: number, green: number, blue: number];
  /** ImageNet's unless told. */
  readonly deviation?: readonly [red: number, green: number, blue: number];
}

/** Of ImageNet's training images, as torchvision's weights expect. */
const IMAGENET = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const;

function channels<Value extends z.ZodType>(value: Value) {
  return z.tuple([value, value, value]);
}

/** The definition of {@linkcode normalize}. */
export const normalizeStage = defineStage("transforms", {
  op: "normalize",
  version: 1,
  params: z.strictObject({
    mean: channels(z.number()).default([...IMAGENET.mean]),
    deviation: channels(z.number().positive()).default([...IMAGENET.deviation]),
  }),
  behave: ({ mean, deviation }) => ({
    when: "always",
    draws: false,
    apply: (tf, batch) => tf.tidy(() => tf.div(tf.sub(batch, mean), deviation)),
  }),
});

/**
 * Brings each channel to mean 0 and deviation 1, in training and afterwards:
 * `(value - mean) / deviation`. Without settings these are ImageNet's.
 *
 * @throws {PipelineError} when a deviation is not above 0
 *
 * @example
 * ```ts
 * import { normalize } from "leat";
 * import assert from "node:assert/strict";
 *
 * const { params } = normalize({ mean: [0, 0, 0] });
 * assert.deepEqual(params.deviation, [0.229, 0.224, 0.225]);
 * ```
 */
export function normalize(
  options: NormalizeOptions = {},
): Transform<Image> {
  const { mean, deviation, ...rest } = optionsOf(
    "transforms",
    "normalize",
    options,
  );
  return normalizeStage({
    ...rest,
    mean: mean && [...mean],
    deviation: deviation && [...deviation],
  });
}
