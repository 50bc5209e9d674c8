/**
 * A trial of learning rates: the rate grows at every step, and the loss is
 * watched. Source: Smith, "Cyclical learning rates for training neural
 * networks", 2017, as fastai's `lr_find` does it.
 *
 * @module
 */

/** How rates are tried. */
export interface RateTrialOptions {
  /** The first rate; 1e-7 unless told. */
  readonly start: number;
  /** What the rates grow towards; 10 unless told. */
  readonly end: number;
  /** How many rates are tried, one a step; 100 unless told, from 6 to 10,000. */
  readonly steps: number;
  /** Whether to stop when the loss diverges; true unless told. */
  readonly stop: boolean;
}

/** fastai's defaults. */
export const RATE_TRIAL: RateTrialOptions = {
  start: 1e-7,
  end: 10,
  steps: 100,
  stop: true,
};

/** Fewer steps leave nothing to choose from. */
export const LEAST_STEPS = 6;

/** More steps show no more, and to read them takes their square of time. */
export const MOST_STEPS = 10_000;

/** Rates and the losses that they led to, both in the order of the steps. */
export interface RateCurve {
  readonly rates: readonly number[];
  /** Smoothed. */
  readonly losses: readonly number[];
}

/** Why trials end. */
export const RATE_TRIAL_ENDS = [
  "all steps done",
  "diverged",
  "not a number",
] as const;

/** Why a trial ended. */
export type RateTrialEnd = typeof RATE_TRIAL_ENDS[number];

/** What a trial gave. */
export interface RateTrial extends RateCurve {
  /** The steps that were planned. */
  readonly steps: number;
  readonly ended: RateTrialEnd;
}

/** The rate of a step, counted from 0: equal steps on a logarithmic axis. */
export function rateAt(
  { start, end, steps }: Pick<RateTrialOptions, "start" | "end" | "steps">,
  step: number,
): number {
  return start * (end / start) ** (step / steps);
}

/**
 * Options with their defaults, and with 6 steps at least.
 *
 * @throws {RangeError} when the rates do not grow, or the steps are no count
 */
export function rateTrialOptions(
  given: Partial<RateTrialOptions>,
): RateTrialOptions {
  const options = { ...RATE_TRIAL, ...given };
  const { start, end, steps } = options;
  if (!(start > 0 && start < end && Number.isFinite(end))) {
    throw new RangeError(
      `Cannot try learning rates from ${start} to ${end}: they must be above zero and grow`,
    );
  }
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new RangeError(
      `Cannot try ${steps} learning rates: give a whole number above zero`,
    );
  }
  if (steps > MOST_STEPS) {
    throw new RangeError(
      `Cannot try ${steps} learning rates: ${MOST_STEPS} are the most`,
    );
  }
  return { ...options, steps: Math.max(LEAST_STEPS, steps) };
}

/** The first and the last losses of a trial say little. */
const LEFT_OUT_AT_END = 5;

/**
 * The part of a trial that suggestions are made from: without the first tenth,
 * in which the smoothing settles, without the last five, in which the loss
 * explodes, and up to the first loss that is not a number.
 */
export function tellingPart(
  { rates, losses, steps, ended }: RateTrial,
): RateCurve {
  const from = Math.floor(steps / 10);
  // A trial that met no number is as if it had gone on with none to its end.
  const to = ended === "not a number"
    ? Math.min(losses.length - 1, steps - LEFT_OUT_AT_END)
    : losses.length - LEFT_OUT_AT_END;
  const part = (values: readonly number[]) =>
    values.slice(from, Math.max(from, to));
  return { rates: part(rates), losses: part(losses) };
}
