import type { RateCurve } from "./trial.ts";
import { atPoint, type Suggestion } from "./suggestion.ts";

/**
 * The rate in the middle of the longest valley: half of a third past the first
 * third of the longest falling run, in which losses that rise may be skipped.
 *
 * ```text
 * loss  --.
 *          '-.      x: a third, and a sixth, of the valley's width
 *             'x._
 *                 '--.__.-
 *          |<- valley ->|     rate
 * ```
 *
 * Source: fastai 2.7, `valley`, after ESRI's `arcgis.learn`.
 */
export function valley(curve: RateCurve): Suggestion | undefined {
  const { losses } = curve;
  const count = losses.length;
  // How many losses the longest falling run that ends at each place has.
  const lengths: number[] = new Array(count).fill(1);
  let end = 0;
  let start = 0;
  for (const [at, loss] of losses.entries()) {
    let length = 1;
    for (let before = 0; before < at; before++) {
      const through = (lengths[before] ?? 0) + 1;
      if (loss < (losses[before] ?? -Infinity) && length < through) {
        length = through;
      }
    }
    lengths[at] = length;
    if (length > (lengths[end] ?? 0)) {
      end = at;
      // As if the run had no gaps; it may begin one before the curve.
      start = end - length;
    }
  }
  const third = (end - start) / 3;
  const at = start + Math.floor(third) + Math.floor(third / 2);
  // One before the curve is the last point, as Python counts.
  return atPoint(curve, at < 0 ? count + at : at);
}
