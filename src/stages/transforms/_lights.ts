/**
 * What changes the light, drawn for one image. Light is `logit(x)` of a value
 * `x`, as in fastai's `vision.augment`.
 *
 * @module
 */
import { z } from "zod";
import type { Random } from "../../base/random/random.ts";
import type { Lighting } from "../../flow/stage/transform.ts";
import { happens } from "./_chance.ts";

/** The schema of the largest change: at 1, light would be none or infinite. */
export const maxLighting = z.number().min(0).lt(1);

/** Changes no light. */
const UNLIT: Lighting = { scale: 1, shift: 0 };

/** The inverse of the sigmoid. */
function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/** Lighter or darker: what a middle grey becomes is equally likely to be any. */
export function brightened(
  random: Random,
  maxLighting: number,
  probability: number,
): Lighting {
  if (!happens(random, probability)) return UNLIT;
  const low = 0.5 * (1 - maxLighting);
  const high = 0.5 * (1 + maxLighting);
  return { scale: 1, shift: logit(random.uniform(low, high)) };
}

/** Softer or harder: all light is multiplied by one number. */
export function contrasted(
  random: Random,
  maxLighting: number,
  probability: number,
): Lighting {
  if (!happens(random, probability)) return UNLIT;
  const most = -Math.log(1 - maxLighting);
  return { scale: Math.exp(random.uniform(-most, most)), shift: 0 };
}
