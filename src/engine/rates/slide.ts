import type { RateCurve } from "./trial.ts";
import { atPoint, type Suggestion } from "./suggestion.ts";

/** Steps between the two ends of the rule. */
const INTERVAL = 15;
/** Slopes that differ by no more are alike. */
const ALIKE = 0.005;

/** Half the difference of both neighbours; at the ends, of the only one. */
function slopesOf(values: readonly number[]): readonly number[] {
  const last = values.length - 1;
  return values.map((_, at) => {
    const from = Math.max(0, at - 1);
    const to = Math.min(last, at + 1);
    return ((values[to] ?? NaN) - (values[from] ?? NaN)) / (to - from);
  });
}

/**
 * The rate at the left end of a rule of 15 steps, slid from the right until
 * the slopes at both of its ends are alike.
 *
 * Source: fastai 2.7, `slide`, after Novetta's `adaptnlp`.
 */
export function slide(curve: RateCurve): Suggestion | undefined {
  const slopes = slopesOf(curve.losses);
  let right = slopes.length - 1;
  let left = right - INTERVAL;
  if (left < 0) return undefined;
  let found = left;
  const differ = () =>
    Math.abs((slopes[right] ?? NaN) - (slopes[left] ?? NaN)) > ALIKE;
  // Where they are alike already, the rate is that of the rule's first step.
  while (left >= 0 && differ()) {
    found = left;
    right--;
    left--;
  }
  return atPoint(curve, found);
}
