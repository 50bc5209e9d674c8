import { z } from "zod";
import { optionsOf } from "../../../flow/stage/options.ts";
import type { KeepBest } from "../../../flow/stage/callback.ts";
import { monitoring, type MonitorOptions } from "./_monitoring.ts";
import { value } from "../_value.ts";

/** Settings of {@linkcode keepBest}. */
export type KeepBestOptions = MonitorOptions;

/** The schema of {@linkcode keepBest}. */
export const keepBestValue = z.strictObject({
  op: z.literal("keepBest"),
  ...monitoring,
});

/**
 * Ends each phase with the weights of its best epoch: the next phase starts
 * from them, and the model and its metrics are those of the last phase's.
 *
 * Source: fastai 2.7, `SaveModelCallback`, with its defaults; Keras calls it
 * `restore_best_weights`.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example The epoch with the fewest errors
 * ```ts
 * import { constant, keepBest } from "leat";
 * import assert from "node:assert/strict";
 *
 * const best = keepBest({ monitor: "error_rate" });
 * assert.deepEqual(constant(20, { callbacks: [best] }).params.callbacks, [
 *   { op: "keepBest", monitor: "error_rate", minDelta: 0 },
 * ]);
 * ```
 */
export function keepBest(options: KeepBestOptions = {}): KeepBest {
  return value("keepBest", keepBestValue, {
    op: "keepBest",
    ...optionsOf("fit", "keepBest", options),
  });
}
