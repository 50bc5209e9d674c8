import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import type { Suggestions } from "../../engine/rates/suggest.ts";
import type { RateTrial, RateTrialOptions } from "../../engine/rates/trial.ts";
import type { TrainOptions } from "./train.ts";

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

/**
 * Tries learning rates on a pipeline in this process: trains its network from
 * the start while the rate grows, and suggests one. Of the store it uses and
 * adds packed items alone; models and results stay as they are.
 *
 * Source: Smith, "Cyclical learning rates for training neural networks", 2017,
 * with the defaults and suggestions of fastai's `lr_find`.
 *
 * @throws {RangeError} when the rates do not grow
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal stopped it
 *
 * @example
 * ```ts
 * import * as leat from "leat";
 * import assert from "node:assert/strict";
 *
 * const days = Array.from({ length: 80 }, (_, day) => ({ cloud: day % 10 }));
 * const rain = leat.pipeline({
 *   source: leat.rows(days),
 *   label: (row) => row.cloud > 5 ? "wet" : "dry",
 *   split: leat.random({ valid: 0.2, seed: 1 }),
 *   input: leat.features({ continuous: ["cloud"] }),
 *   architecture: leat.mlp({ hidden: [8] }),
 *   loss: leat.crossEntropy(),
 *   metrics: [leat.accuracy()],
 *   fit: leat.oneCycle(5, { batch: 16 }),
 * });
 *
 * const cache = await Deno.makeTempDir();
 * const { suggestions } = await leat.lrFind(rain, { cache });
 * const learningRate = suggestions.valley?.rate ?? 1e-3;
 * using model = await leat.train(
 *   leat.pipeline({
 *     ...rain.spec,
 *     fit: leat.oneCycle(5, { batch: 16, learningRate }),
 *   }),
 *   { cache },
 * );
 * assert.equal(model.history.length, 5);
 * ```
 */
export async function lrFind<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: LrFindOptions = {},
): Promise<FoundRates> {
  // Importing "leat" must start no engine: pipelines are described by it.
  const { lrFindHere } = await import("./lr_find_here.ts");
  return await lrFindHere(pipeline, options);
}
