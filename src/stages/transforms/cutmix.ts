import { z } from "zod";
import { beta } from "../../base/random/beta.ts";
import type { Random } from "../../base/random/random.ts";
import type { Image } from "../../flow/kinds/inputs.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Transform } from "../../flow/stage/stage.ts";

/** Settings of {@linkcode cutmix}. */
export interface CutmixOptions {
  /** Above 0; 1, where every size of box is as likely, unless told. */
  readonly alpha?: number;
}

/** Where a box begins and, exclusively, ends. */
type Span = readonly [from: number, to: number];

/** A part of a side around any of its pixels; what leaves the side is cut. */
function span(random: Random, side: number, ratio: number): Span {
  const half = Math.floor(Math.round(side * ratio) / 2);
  const centre = random.integer(0, side);
  return [Math.max(centre - half, 0), Math.min(centre + half, side)];
}

const within = (at: number, [from, to]: Span) => at >= from && at < to;

/** The definition of {@linkcode cutmix}. */
export const cutmixStage = defineStage("transforms", {
  op: "cutmix",
  version: 1,
  params: z.strictObject({ alpha: z.number().positive().default(1) }),
  behave: ({ alpha }) => ({
    when: "train",
    mix: (tf, { images, partners, batch }) => {
      const [count, height, width] = images.shape;
      const ratio = Math.sqrt(1 - beta(batch, alpha, alpha));
      const across = span(batch, width, ratio);
      const down = span(batch, height, ratio);
      const box = Uint8Array.from(
        { length: height * width },
        (_, at) =>
          Number(
            within(at % width, across) &&
              within(Math.floor(at / width), down),
          ),
      );
      const inBox = tf.tensor4d(box, [1, height, width, 1], "bool");
      // Not of what was drawn: a box at the edge is smaller.
      const area = (across[1] - across[0]) * (down[1] - down[0]);
      const share = 1 - area / (height * width);
      return {
        images: tf.where(inBox, partners, images),
        shares: Array.from({ length: count }, () => share),
      };
    },
  }),
});

/**
 * Puts a piece of another image of the batch into each, in training: a box of
 * one place and size for the whole batch, whose share of the area is drawn
 * from `Beta(alpha, alpha)` before the edge cuts it. The loss counts both
 * labels, each by the area that is seen of it.
 *
 * Comes last in `transforms`, once. The training loss is no longer comparable
 * with the validation loss, which is of whole images. Source: Yun et al.,
 * "CutMix: Regularization strategy to train strong classifiers", 2019; fastai's
 * `CutMix`.
 *
 * @throws {PipelineError} when alpha is not above 0
 *
 * @example
 * ```ts
 * import { cutmix } from "leat";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(cutmix().params, { alpha: 1 });
 * ```
 */
export function cutmix(options: CutmixOptions = {}): Transform<Image> {
  return cutmixStage(options);
}
