import type { Suggestions } from "../../engine/rates/suggest.ts";
import type { RateTrial, RateTrialOptions } from "../../engine/rates/trial.ts";
import type { TrainOptions } from "./train_options.ts";

/** Which learning rates are tried, on what, and where results are kept. */
export interface LrFindOptions
  extends Omit<TrainOptions, "eager" | "tune">, Partial<RateTrialOptions> {
  /**
   * Trains all layers; else those that the first phase of the pipeline's own
   * `fit` trains, which is the head alone for `fineTune`.
   */
  readonly unfrozen?: boolean;
}

/** The losses that rates led to, and what they suggest. */
export interface FoundRates extends RateTrial {
  readonly suggestions: Suggestions;
  /** The curve as a drawing; empty where there are no two points. */
  readonly svg: string;
}
