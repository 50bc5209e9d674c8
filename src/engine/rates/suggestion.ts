import type { RateCurve } from "./trial.ts";

/** A learning rate that a curve suggests. */
export interface Suggestion {
  readonly rate: number;
  /** Where on the curve it was read. */
  readonly point: { readonly rate: number; readonly loss: number };
}

/** A way to read a curve; nothing where the curve is too short for it. */
export type Suggest = (curve: RateCurve) => Suggestion | undefined;

/**
 * The place of the lowest value, the first one if several are; nothing if
 * there are no values.
 */
export function lowest(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce(
    (best, value, at) => value < (values[best] ?? Infinity) ? at : best,
    0,
  );
}

/** A point of the curve as a suggestion of its own rate. */
export function atPoint(
  { rates, losses }: RateCurve,
  at: number,
): Suggestion | undefined {
  const rate = rates[at];
  const loss = losses[at];
  if (rate === undefined || loss === undefined) return undefined;
  return { rate, point: { rate, loss } };
}
