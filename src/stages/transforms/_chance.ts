/**
 * Chance in transforms, and where it is drawn.
 *
 * What an image needs once is drawn here, on the processor, from the image's
 * own stream, and what it comes to goes to the device: 10 numbers an image for
 * all that moves its pixels together, 2 for its light, beside the 150,528 of
 * its pixels at 224 px (`tests/engine/train/uploads_test.ts` counts them). The
 * up to 15 draws of `augment()` and its maps take 2.3 µs an image: of a step
 * of 16 images 0.01 % on llvmpipe, of one of 64 on an H200 0.2 %, while the
 * device is busy with the steps before.
 *
 * A device would draw the same words, but not make the same of them. WGSL
 * allows a sine to be off by 2⁻¹¹, which moves the edge of an image of 224 px
 * by 0.05 pixels, so that maps would be others on each adapter, and no longer
 * fastai's. What fits is drawn until it fits (`_crop.ts`, `Random.integer()`),
 * and to look at what was drawn - in order to leave out a pass that changes
 * nothing, or to tell a person - it would have to be read back, which waits
 * for the device.
 *
 * What every pixel needs is drawn on the device, by the same Philox: the masks
 * of dropout, and the noise of `randomErasing()`.
 *
 * @module
 */
import { z } from "zod";
import type { Random } from "../../base/random/random.ts";

/** How often a transform happens. */
export interface ChanceOptions {
  /** The share of images that it changes, 0 to 1. */
  readonly probability?: number;
}

/** The schema of a probability. */
export const probability = z.number().min(0).max(1);

/** Whether it happens this time. */
export function happens(random: Random, probability: number): boolean {
  return random.float() < probability;
}
