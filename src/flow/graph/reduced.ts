import type { EpochRow } from "../events/event.ts";
import type { ReduceOnPlateau } from "../stage/callback.ts";
import type { StepSettings } from "../stage/schedule.ts";
import { improvements, plateaus } from "./tracking.ts";
import { figuresOf, type Watch } from "./watches.ts";

/** How often a rate is divided by what. */
type Division = Pick<ReduceOnPlateau, "factor" | "minLearningRate"> & {
  readonly times: number;
};

function divide(
  rate: number,
  { factor, minLearningRate, times }: Division,
): number {
  let divided = rate;
  // One after the other, as fastai does: the roundings are its own.
  for (let count = 0; count < times; count++) divided /= factor;
  return divided >= minLearningRate ? divided : Math.min(rate, minLearningRate);
}

/**
 * The settings of an epoch after those rows of its phase: rates divided once
 * for each plateau.
 */
export function reduced(
  settings: readonly StepSettings[],
  watches: readonly Watch[],
  rows: readonly EpochRow[],
): readonly StepSettings[] {
  const divisions = watches.flatMap(({ tracker, better }): Division[] => {
    if (tracker.op !== "reduceOnPlateau") return [];
    const { monitor, minDelta, patience } = tracker;
    const figures = figuresOf(rows, monitor);
    const improved = improvements(figures, { better, minDelta });
    return [{ ...tracker, times: plateaus(improved, patience) }];
  });
  if (divisions.every(({ times }) => times === 0)) return settings;
  return settings.map((each) => ({
    ...each,
    rates: each.rates.map((rate) => divisions.reduce(divide, rate)),
  }));
}
