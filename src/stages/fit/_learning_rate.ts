import { z } from "zod";
import { wrongRateCount } from "../../base/errors/fit.ts";
import { type Slice, sliceValue } from "./learning_rate/slice.ts";

/** One rate for all parameter groups, a slice of rates, or one rate a group. */
export type LearningRate = number | Slice | readonly number[];

const rate = z.number().positive();

/** The schema of {@linkcode LearningRate}. */
export const learningRate = z.union([
  rate,
  sliceValue,
  z.array(rate).min(1).readonly(),
], {
  error: "must be a rate above 0, slice(), or a list of a rate for each group",
});

/**
 * The rates of groups in equal ratios, first layers first; that of one group is
 * the last.
 *
 * @param span the last over the first
 */
export function geometricRates(
  last: number,
  span: number,
  groups: number,
): readonly number[] {
  return Array.from({ length: groups }, (_, group) => {
    const before = groups === 1 ? 0 : (groups - 1 - group) / (groups - 1);
    return last / span ** before;
  });
}

/** The rate `last` for the last group, and a tenth of it for all others. */
export function headRates(last: number, groups: number): readonly number[] {
  return [...new Array<number>(groups - 1).fill(last / 10), last];
}

/**
 * The rate of each parameter group, first layers first. Source: fastai 2.7,
 * `Optimizer.set_hyper`.
 *
 * @throws {PipelineError} when a list has another number of rates
 */
export function ratesOf(
  learningRate: LearningRate,
  groups: number,
): readonly number[] {
  if (typeof learningRate === "number") {
    return new Array<number>(groups).fill(learningRate);
  }
  if (!("op" in learningRate)) {
    if (learningRate.length === groups) return learningRate;
    throw wrongRateCount(learningRate.length, groups);
  }
  const { first, last } = learningRate;
  if (first === undefined) return headRates(last, groups);
  const rates = geometricRates(last, last / first, groups);
  // As it was given, without a rounding.
  return groups === 1 ? rates : rates.with(0, first);
}
