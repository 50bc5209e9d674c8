import type { RateCurve } from "./trial.ts";
import { atPoint, lowest, type Suggestion } from "./suggestion.ts";

/** How far below the rate of the lowest loss one is safe. */
const MARGIN = 10;

/**
 * A tenth of the rate at which the loss is lowest, where it is about to rise.
 *
 * Source: fastai 2.7, `minimum`.
 */
export function minimum(curve: RateCurve): Suggestion | undefined {
  const at = lowest(curve.losses);
  const found = at === undefined ? undefined : atPoint(curve, at);
  return found && { rate: found.rate / MARGIN, point: found.point };
}
