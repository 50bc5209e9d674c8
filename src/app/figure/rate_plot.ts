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

/** The last losses, where they explode, would flatten all others. */
const EXPLODING = 5;
/** Losses this many times the lowest are not looked at. */
const HIGHEST = 4;

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
  const [first] = curve.losses;
  const [lowestRate] = curve.rates;
  const highestRate = curve.rates.at(-1);
  if (
    first === undefined || lowestRate === undefined ||
    highestRate === undefined || count < 2
  ) return undefined;
  const lowest = Math.min(...curve.losses);
  const calm = count > 4 * EXPLODING ? count - EXPLODING : count;
  const highest = Math.min(
    Math.max(...curve.losses.slice(0, calm)),
    Math.max(first, lowest + (HIGHEST - 1) * Math.abs(lowest)),
  );
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
