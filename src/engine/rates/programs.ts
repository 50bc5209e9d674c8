import type { EpochProgram } from "../../flow/graph/program.ts";
import { type OptimizerSettings, STEADY } from "../../flow/stage/optimizer.ts";
import { rateAt, type RateTrialOptions } from "./trial.ts";

/** What a trial is done on. */
export interface RateTrialContext {
  readonly optimizer: OptimizerSettings["op"];
  /** Of every step; what the optimizer begins with unless told. */
  readonly momentum?: number | undefined;
  /** Parameter groups of the architecture. */
  readonly groups: number;
  /** Groups before this one are frozen. */
  readonly firstTrainable: number;
  /** Norm layers of frozen groups are, too. */
  readonly freezesNorms?: true | undefined;
  /** Steps of one epoch. */
  readonly steps: number;
}

/**
 * A trial as epochs: as many as its steps need, the last one perhaps not to
 * its end. All groups get the same rate, frozen ones for their norm layers.
 */
export function rateTrialPrograms(
  options: RateTrialOptions,
  context: RateTrialContext,
): readonly EpochProgram[] {
  const { optimizer, groups, firstTrainable, freezesNorms, steps } = context;
  const { momentum = STEADY[optimizer].momentum } = context;
  const epochs = Math.ceil(options.steps / steps);
  return Array.from({ length: epochs }, (_, epoch) => ({
    phase: "learning rates",
    epoch: epoch + 1,
    epochs,
    firstTrainable,
    ...freezesNorms ? { freezesNorms } : {},
    reset: epoch === 0,
    epochsBefore: epoch,
    settings: Array.from({ length: steps }, (_, step) => ({
      rates: new Array<number>(groups).fill(
        rateAt(options, epoch * steps + step),
      ),
      momentum,
    })),
  }));
}
