import type { StepSettings } from "../../flow/stage/schedule.ts";

/** Adam's beta1 at the ends of a cycle and at its knot. */
const momentum = { ends: 0.95, knot: 0.85 };

/** One rise and one fall of the learning rate. */
export interface Cycle {
  /** The rate of each parameter group at the knot. */
  readonly rates: readonly number[];
  /** The first rates are the knot's, divided by this. */
  readonly division: number;
  /** The last rates are the knot's, divided by this. */
  readonly finalDivision: number;
  /** Where the knot is, from 0 to 1. */
  readonly warmup: number;
}

/** Half a cosine wave from `start` at position 0 to `end` at 1. */
export function cosine(start: number, end: number, position: number): number {
  return start + (1 + Math.cos(Math.PI * (1 - position))) * (end - start) / 2;
}

/**
 * The one-cycle policy at a position from 0 to 1.
 *
 * ```text
 * rate         .-'-.            momentum  \         .-'
 *            .'     '.                     '.     .'
 *         .-'         '-.____                '-.-'
 *         0   warmup        1               0   warmup  1
 * ```
 *
 * Source: Smith, "A disciplined approach to neural network
 * hyper-parameters", 2018; with half cosines, as fastai anneals.
 */
export function oneCycleAt(cycle: Cycle, position: number): StepSettings {
  const { rates, division, finalDivision, warmup } = cycle;
  if (position < warmup) {
    const along = position / warmup;
    return {
      rates: rates.map((rate) => cosine(rate / division, rate, along)),
      momentum: cosine(momentum.ends, momentum.knot, along),
    };
  }
  const along = (position - warmup) / (1 - warmup);
  return {
    rates: rates.map((rate) => cosine(rate, rate / finalDivision, along)),
    momentum: cosine(momentum.knot, momentum.ends, along),
  };
}

/** Flat at `first` until `start`, then half a cosine wave to `last` at 1. */
export function flatCosineAt(
  first: number,
  last: number,
  start: number,
  position: number,
): number {
  if (position < start) return first;
  return cosine(first, last, (position - start) / (1 - start));
}
