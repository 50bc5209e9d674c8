/**
 * How far a figure may be from what more items would say.
 *
 * @module
 */
import { stream } from "../../base/random/stream.ts";
import { quantileOfSorted } from "./quantile.ts";
import type {
  MetricBehaviour,
  Predictions,
} from "../../flow/stage/objective.ts";

/** Where a figure lies in 95 of 100 cases; and how that was found. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly method: "wilson" | "bootstrap";
}

/**
 * An interval that holds its figure. That of draws may not: where classes are
 * rare, most draws miss some, and F1 over classes is lower in nearly all.
 */
export function holding(interval: Interval, value: number): Interval {
  const { low, high } = interval;
  return {
    ...interval,
    low: Math.min(low, value),
    high: Math.max(high, value),
  };
}

/** The point of the normal distribution with 2.5% above it. */
const Z = 1.959963984540054;

/**
 * The 95% interval of a share of independent items: the score interval, which
 * stays within 0 and 1 and holds for few items and for shares near the ends.
 *
 *     centre = (p + z²/2n) / (1 + z²/n)
 *     half   = z / (1 + z²/n) · √(p(1 - p)/n + z²/4n²)
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical
 * inference", 1927; recommended by Brown, Cai and DasGupta, 2001.
 *
 * @param share 0 to 1
 * @param count how many items it is of, at least 1
 */
export function wilson(share: number, count: number): Interval {
  const square = Z * Z / count;
  const centre = (share + square / 2) / (1 + square);
  const half = Z / (1 + square) *
    Math.sqrt(share * (1 - share) / count + square / (4 * count));
  return {
    low: Math.max(0, Math.min(share, centre - half)),
    high: Math.min(1, Math.max(share, centre + half)),
    method: "wilson",
  };
}

/** As many draws as are made of few items. */
const DRAWS = 1000;
const FEWEST_DRAWS = 100;
/** Numbers that are looked at in all; about two seconds. */
const ROOM = 1e8;

/** Some rows of predictions, in that order, each as often as it is named. */
function rowsOf(
  predictions: Predictions,
  rows: ArrayLike<number>,
): Predictions {
  const { columns } = predictions;
  const outputs = new Float32Array(rows.length * columns);
  const targets = new Float32Array(rows.length * columns);
  for (let at = 0; at < rows.length; at++) {
    const from = rows[at]! * columns;
    const to = from + columns;
    outputs.set(predictions.outputs.subarray(from, to), at * columns);
    targets.set(predictions.targets.subarray(from, to), at * columns);
  }
  return { ...predictions, count: rows.length, outputs, targets };
}

/**
 * The 95% interval of any metric: computed over as many items, drawn from the
 * set with replacement, a thousand times; 2.5% of the values lie below it and
 * above. The same seed draws the same. Nothing where no draw has a value.
 *
 * Source: the percentile interval of Efron and Tibshirani, "An introduction to
 * the bootstrap", 1993, chapter 13.
 */
export function bootstrap(
  predictions: Predictions,
  compute: MetricBehaviour["compute"],
  seed = 0,
): Interval | undefined {
  const { count, columns } = predictions;
  const most = Math.floor(ROOM / (count * columns));
  const draws = Math.max(FEWEST_DRAWS, Math.min(DRAWS, most));
  const random = stream(seed, "bootstrap");
  const rows = new Uint32Array(count);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    for (let at = 0; at < count; at++) rows[at] = random.integer(0, count);
    const value = compute(rowsOf(predictions, rows));
    if (Number.isFinite(value)) values.push(value);
  }
  values.sort((one, other) => one - other);
  if (values.length === 0) return undefined;
  return {
    low: quantileOfSorted(values, 0.025),
    high: quantileOfSorted(values, 0.975),
    method: "bootstrap",
  };
}
