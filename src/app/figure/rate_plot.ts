import type { Suggestions } from "../../engine/rates/suggest.ts";
import type { RateCurve } from "../../engine/rates/trial.ts";

/** A suggested rate, and where to mark it. */
export interface Mark {
  readonly name: keyof Suggestions;
  readonly rate: number;
  /** The loss there; nothing where the curve does not reach. */
  readonly loss: number | undefined;
}

/** What of a trial is drawn, whatever it is drawn with. */
export interface RatePlot extends RateCurve {
  /** The range of the axes; losses above the highest are cut off. */
  readonly lowestRate: number;
  readonly highestRate: number;
  readonly lowestLoss: number;
  readonly highestLoss: number;
  /** In the order in which they are worth a look. */
  readonly marks: readonly Mark[];
}

const NAMES = ["valley", "steep", "minimum", "slide"] as const;

/** A curve that only rises is shown up to this many times its lowest loss. */
const RISE = 4;

/**
 * The highest loss to show: what comes before the lowest counts most, and half
 * of its height again shows the rise; all of an explosion would flatten it.
 */
function highestShown(losses: readonly number[], lowest: number): number {
  const before = Math.max(...losses.slice(0, losses.indexOf(lowest) + 1));
  const fall = before - lowest;
  const cap = fall > 0
    ? before + fall / 2
    : lowest + (RISE - 1) * Math.abs(lowest);
  return Math.min(Math.max(...losses), cap);
}

/** The loss at a rate between those of a curve, linear over powers. */
function lossAt({ rates, losses }: RateCurve, rate: number) {
  const after = rates.findIndex((each) => each >= rate * (1 - 1e-9));
  const right = rates[after];
  const loss = losses[after];
  if (right === undefined || loss === undefined) return undefined;
  const left = rates[after - 1];
  const before = losses[after - 1];
  if (left === undefined || before === undefined) {
    return rate < right * (1 - 1e-9) ? undefined : loss;
  }
  const along = Math.log(rate / left) / Math.log(right / left);
  return before + along * (loss - before);
}

/** What to draw of a trial; nothing where there are no two points. */
export function ratePlot(
  { rates, losses }: RateCurve,
  suggestions: Suggestions | null,
): RatePlot | undefined {
  const finite = losses.findIndex((loss) => !Number.isFinite(loss));
  const count = finite < 0 ? losses.length : finite;
  const curve = {
    rates: rates.slice(0, count),
    losses: losses.slice(0, count),
  };
  const [lowestRate] = curve.rates;
  const highestRate = curve.rates.at(-1);
  if (
    lowestRate === undefined ||
    highestRate === undefined || count < 2
  ) return undefined;
  const lowest = Math.min(...curve.losses);
  const highest = highestShown(curve.losses, lowest);
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.05;
  return {
    ...curve,
    lowestRate,
    highestRate,
    lowestLoss: lowest - room,
    highestLoss: highest + room,
    marks: NAMES.flatMap((name) => {
      const rate = suggestions?.[name]?.rate;
      return rate === undefined
        ? []
        : [{ name, rate, loss: lossAt(curve, rate) }];
    }),
  };
}
