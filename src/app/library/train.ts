import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import type { TrainOptions } from "./train_options.ts";
import type { Trained } from "./trained.ts";

/**
 * Trains a pipeline in this process, or finds that it is trained already.
 *
 * The pipeline's code is the caller's own, so it runs here; `deno task train`
 * runs it in a process without rights. In a notebook with Deno's kernel, a table
 * and curves are shown meanwhile; elsewhere nothing is printed.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal stopped it; its state is saved
 *
 * @example
 * ```ts
 * import * as leat from "leat";
 * import assert from "node:assert/strict";
 *
 * const corners = [0, 1, 2, 3].map((corner) => ({
 *   a: corner & 1,
 *   b: corner >> 1,
 * }));
 * const both = leat.pipeline({
 *   source: leat.rows(Array.from({ length: 20 }, () => corners).flat()),
 *   label: (row) => row.a === 1 && row.b === 1 ? "both" : "not both",
 *   split: leat.random({ valid: 0.25, seed: 1 }),
 *   input: leat.features({ continuous: ["a", "b"] }),
 *   architecture: leat.mlp({ hidden: [] }),
 *   loss: leat.crossEntropy(),
 *   metrics: [leat.accuracy()],
 *   fit: leat.constant(20, { learningRate: 0.1, batch: 16 }),
 * });
 *
 * using model = await leat.train(both, { cache: await Deno.makeTempDir() });
 * assert.equal(await model.predict({ a: 1, b: 1 }), "both");
 * ```
 */
export async function train<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions = {},
): Promise<Trained<Item, Value>> {
  // Importing "leat" must start no engine: pipelines are described by it.
  const { trainHere } = await import("./train_here.ts");
  return await trainHere(pipeline, options);
}
