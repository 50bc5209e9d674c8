import type { RateCurve } from "./trial.ts";
import { atPoint, lowest, type Suggestion } from "./suggestion.ts";

/**
 * The rate at which the loss falls most, along a logarithmic axis.
 *
 * Source: fastai 2.7, `steep`.
 */
export function steep(curve: RateCurve): Suggestion | undefined {
  const { rates, losses } = curve;
  const slopes = losses.slice(1).map((loss, at) => {
    const rise = loss - (losses[at] ?? NaN);
    return rise / Math.log((rates[at + 1] ?? NaN) / (rates[at] ?? NaN));
  });
  const at = lowest(slopes);
  return at === undefined ? undefined : atPoint(curve, at);
}
