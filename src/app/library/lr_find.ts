import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import type { FoundRates, LrFindOptions } from "./found_rates.ts";

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
