import { toleranceOf } from "../../flow/claims/judge.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";

/** How far a metric may be from its record on another machine. */
export interface Tolerance {
  readonly tolerance: number;
  /** Whether the pipeline states it; else it is the default. */
  readonly stated: boolean;
}

/** The tolerance of a metric by its name in snake case, and its record. */
export type Tolerances = (metric: string, recorded: number) => Tolerance;

/** Of a share: an error rate of 0.05 may be up to 0.07. */
const DEFAULT = 0.02;

/**
 * What a pipeline states (`expect: [errorRate.within(0.01)]`), and where it
 * states nothing two hundredths: of the record where that is above 1, as a
 * share's is never.
 */
export function tolerancesOf(
  { expect = [] }: Pick<PipelineDescription, "expect">,
): Tolerances {
  return (metric, recorded) => {
    const own = toleranceOf(expect, metric);
    return own === undefined
      ? {
        tolerance: DEFAULT * Math.max(1, Math.abs(recorded)),
        stated: false,
      }
      : { tolerance: own, stated: true };
  };
}
