import type { Predictions } from "../../flow/stage/objective.ts";
import { quantileOf } from "./quantile.ts";

/** How large errors are, in the unit of the label. */
export interface ErrorSizes {
  /** The mean of their sizes: the mean absolute error. */
  readonly mean: number;
  /** The root of the mean of their squares: large ones weigh more. */
  readonly rootMeanSquare: number;
  /** Half of all are smaller. */
  readonly half: number;
  /** Nine of ten are smaller. */
  readonly mostOf: number;
}

/** How large errors are; NaN of none. */
export function errorSizes(errors: readonly number[]): ErrorSizes {
  const sizes = errors.map(Math.abs);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return {
    mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    rootMeanSquare: Math.sqrt(squares / sizes.length),
    half: quantileOf(sizes, 0.5),
    mostOf: quantileOf(sizes, 0.9),
  };
}

/** How numbers that were predicted lie to those that are. */
export interface Residuals {
  /** Predicted less actual, item by item. */
  readonly values: readonly number[];
  /** Above 0 where the model says too much. */
  readonly mean: number;
  /** The mean of their sizes: the mean absolute error. */
  readonly meanAbsolute: number;
  /**
   * The share of the variance that is explained, `1 - Σ residual² / Σ (actual -
   * mean)²`; NaN where all are equal. Source: sklearn `r2_score`.
   */
  readonly explained: number;
}

/** Compares predicted numbers with actual ones. */
export function residualsOf(
  { outputs, targets }: Pick<Predictions, "outputs" | "targets">,
): Residuals {
  const count = targets.length;
  const meanOf = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / count;
  const actual = [...targets];
  const values = actual.map((value, at) => (outputs[at] ?? NaN) - value);
  const middle = meanOf(actual);
  const spread = meanOf(actual.map((value) => (value - middle) ** 2));
  const left = meanOf(values.map((value) => value ** 2));
  return {
    values,
    mean: meanOf(values),
    meanAbsolute: meanOf(values.map(Math.abs)),
    explained: spread === 0 ? NaN : 1 - left / spread,
  };
}

/** How many values lie between two bounds; the upper one counts in the last. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A round number that is about as large: 1, 2 or 5, and zeros. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((each) => each * power)
    .find((each) => each >= rough * (1 - 1e-9)) ?? rough;
}

/**
 * Counts finite values in bins of one round width, of which one begins at 0:
 * no bin holds values of both signs.
 *
 * @param count about as many; there is one more at most
 */
export function histogram(
  values: readonly number[],
  count: number,
): readonly HistogramBin[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const low = finite.reduce((least, value) => Math.min(least, value));
  const high = finite.reduce((most, value) => Math.max(most, value));
  const width = roundStep((high - low) / count);
  // Alike, or so near to each other that no edge of bins lies between them.
  const finest = 4 * Math.max(
    Number.EPSILON * Math.max(-low, high),
    Number.MIN_VALUE / Number.EPSILON,
  );
  if (!(width > finest)) {
    return [{ from: low, to: high, count: finite.length }];
  }
  const first = Math.floor(low / width);
  const bins = Math.max(1, Math.ceil(high / width) - first);
  const counts = new Array<number>(bins).fill(0);
  for (const value of finite) {
    const at = Math.floor(value / width) - first;
    counts[Math.max(0, Math.min(bins - 1, at))]! += 1;
  }
  return counts.map((each, at) => ({
    from: (first + at) * width,
    to: (first + at + 1) * width,
    count: each,
  }));
}
