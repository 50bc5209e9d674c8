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
