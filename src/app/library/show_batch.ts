import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import type { ShownBatch } from "../notebook/batch.ts";
import type { ShowBatchOptions } from "./show_batch_options.ts";

/**
 * The first items of an epoch as the network sees them: under the very draws
 * that training them uses. A notebook shows them as a sheet, each as a file, as
 * it is read, and as the network sees it.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 *
 * @example
 * ```ts
 * import * as leat from "leat";
 * import assert from "node:assert/strict";
 *
 * const days = Array.from({ length: 40 }, (_, day) => ({ cloud: day % 10 }));
 * const rain = leat.pipeline({
 *   source: leat.rows(days),
 *   label: (row) => row.cloud > 5 ? "wet" : "dry",
 *   split: leat.random({ valid: 0.2, seed: 1 }),
 *   input: leat.features({ continuous: ["cloud"] }),
 *   architecture: leat.mlp({ hidden: [] }),
 *   loss: leat.crossEntropy(),
 *   fit: leat.constant(1, { batch: 8 }),
 * });
 *
 * const cache = await Deno.makeTempDir();
 * const { items } = await leat.showBatch(rain, { cache, count: 4 });
 * assert.equal(items.length, 4);
 * ```
 */
export async function showBatch<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: ShowBatchOptions = {},
): Promise<ShownBatch> {
  // Importing "leat" must start no engine: pipelines are described by it.
  const { showBatchHere } = await import("./show_batch_here.ts");
  return await showBatchHere(pipeline, options);
}
