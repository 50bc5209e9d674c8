import { z } from "zod";
import { optionsOf } from "../../../flow/stage/options.ts";
import type { ClipGradients } from "../../../flow/stage/callback.ts";
import { value } from "../_value.ts";

/** Settings of {@linkcode clipGradients}. */
export interface ClipGradientsOptions {
  /**
   * `norm` scales all gradients together, `value` bounds each number of them;
   * `norm` unless told.
   */
  readonly by?: "norm" | "value";
}

/** The schema of {@linkcode clipGradients}. */
export const clipGradientsValue = z.strictObject({
  op: z.literal("clipGradients"),
  limit: z.number().positive().default(1),
  by: z.enum(["norm", "value"]).default("norm"),
});

/**
 * Bounds the gradients before each step of the optimizer.
 *
 * By norm: where the Euclidean norm of the gradients of all trained variables
 * is above the limit, all are multiplied by `limit / (norm + 1e-6)`. By value:
 * each number is put between `-limit` and `limit`. Source: torch's
 * `clip_grad_norm_` and `clip_grad_value_`; fastai 2.7, `GradientClip`.
 *
 * @param limit more than 0; 1 unless told
 * @throws {PipelineError} when the limit is out of range
 *
 * @example
 * ```ts
 * import { clipGradients, oneCycle } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = oneCycle(5, { callbacks: [clipGradients(0.5)] });
 * assert.deepEqual(fit.params.callbacks, [
 *   { op: "clipGradients", limit: 0.5, by: "norm" },
 * ]);
 * ```
 */
export function clipGradients(
  limit = 1,
  options: ClipGradientsOptions = {},
): ClipGradients {
  return value("clipGradients", clipGradientsValue, {
    op: "clipGradients",
    limit,
    ...optionsOf("fit", "clipGradients", options),
  });
}
