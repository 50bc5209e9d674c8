import { resolveClaims } from "../claims/resolve.ts";
import type { LabelValue } from "../kinds/targets.ts";
import { checkAgreement, checkStart } from "./check_agreement.ts";
import { checkSpec } from "./check_spec.ts";
import { pipelineBundle } from "./picture.ts";
import type { AnySpec, PipelineSpec } from "./spec.ts";

/** A checked pipeline: its spec, and nothing run yet. */
export interface Pipeline<Item, Value extends LabelValue, In, Weights> {
  readonly spec: PipelineSpec<Item, Value, In, Weights>;
}

/** Any pipeline at all. */
export type AnyPipeline = Pipeline<never, LabelValue, never, unknown>;

const pipelines = new WeakSet<object>();

/**
 * Makes a pipeline. Nothing runs: to train it, use `deno task train` or
 * `train`. To vary one, spread its spec.
 *
 * @throws {PipelineError} when a key is missing, unknown or holds another
 * thing, which the compiler tells too; when stages do not agree, as a list of
 * rates for other groups than the architecture has; when something is claimed of
 * a metric that is not listed
 *
 * @example
 * ```ts
 * import * as leat from "leat";
 *
 * const xor = leat.pipeline({
 *   source: leat.rows([
 *     { a: 0, b: 0 },
 *     { a: 0, b: 1 },
 *     { a: 1, b: 0 },
 *     { a: 1, b: 1 },
 *   ]),
 *   label: (row) => row.a !== row.b,
 *   split: leat.random({ valid: 0.25, seed: 1 }),
 *   input: leat.features({ continuous: ["a", "b"] }),
 *   architecture: leat.mlp({ hidden: [8] }),
 *   loss: leat.crossEntropy(),
 *   fit: leat.constant(1, { learningRate: 0.1, batch: 3 }),
 * });
 *
 * const longer = leat.pipeline({
 *   ...xor.spec,
 *   fit: leat.constant(2, { learningRate: 0.1, batch: 3 }),
 * });
 * ```
 */
export function pipeline<Item, const Value extends LabelValue, In, Weights>(
  spec: PipelineSpec<Item, Value, In, Weights>,
): Pipeline<Item, Value, In, Weights> {
  checkSpec(spec);
  const stages = { ...spec, metrics: spec.metrics ?? [] };
  checkAgreement(stages);
  checkStart(stages);
  resolveClaims(spec);
  const made = { spec: Object.freeze({ ...spec }) };
  // A notebook shows a pipeline as a drawing; to all others it is its spec.
  Object.defineProperty(made, Symbol.for("Jupyter.display"), {
    value: () => pipelineBundle(made.spec as unknown as AnySpec),
  });
  Object.freeze(made);
  pipelines.add(made);
  return made;
}

/** Whether a value was made by {@linkcode pipeline}. */
export function isPipeline(value: unknown): value is AnyPipeline {
  return typeof value === "object" && value !== null && pipelines.has(value);
}
