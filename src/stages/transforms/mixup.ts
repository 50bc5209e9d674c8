import { z } from "zod";
import { beta } from "../../base/random/beta.ts";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";

/** Settings of {@linkcode mixup}. */
export interface MixupOptions {
  /** Above 0; the larger, the more alike both parts; 0.4 unless told. */
  readonly alpha?: number;
}

/** The definition of {@linkcode mixup}. */
export const mixupStage = defineStage("transforms", {
  op: "mixup",
  version: 1,
  params: z.strictObject({ alpha: z.number().positive().default(0.4) }),
  behave: ({ alpha }) => ({
    when: "train",
    mix: (tf, { images, partners, items }) => {
      const shares = items.map((random) => {
        const share = beta(random, alpha, alpha);
        return Math.max(share, 1 - share);
      });
      const share = tf.tensor4d(shares, [shares.length, 1, 1, 1]);
      const own = tf.mul(share, tf.sub(images, partners));
      return { images: tf.add(partners, own), shares };
    },
  }),
});

/**
 * Shows two images at once, in training: each is laid over another of its
 * batch, and the loss counts both labels, each by the share that is seen of
 * it. The own share is drawn for each image from `Beta(alpha, alpha)`, or 1
 * minus that if it is more.
 *
 * Comes last in `transforms`, once, and acts on what the network would read.
 * The training loss is no longer comparable with the validation loss, which is
 * of whole images. Source: Zhang et al., "mixup: Beyond empirical risk
 * minimization", 2018; fastai's `MixUp`.
 *
 * @throws {PipelineError} when alpha is not above 0
 *
 * @example
 * ```ts
 * import { mixup } from "leat";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(mixup().params, { alpha: 0.4 });
 * ```
 */
export function mixup(options: MixupOptions = {}): Transform<Image> {
  return mixupStage(options);
}
