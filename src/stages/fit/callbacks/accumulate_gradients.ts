import { z } from "zod";
import type { AccumulateGradients } from "../../../flow/stage/callback.ts";
import { value } from "../_value.ts";

/** The schema of {@linkcode accumulateGradients}. */
export const accumulateGradientsValue = z.strictObject({
  op: z.literal("accumulateGradients"),
  samples: z.int().min(1).default(32),
});

/**
 * Steps the optimizer once a number of items has been seen, with the sum of
 * the gradients of their losses divided by that number: a large batch on a
 * small GPU.
 *
 * Choose a multiple of `batch`; otherwise the step comes with the batch that
 * passes the number, and its gradients weigh more than their mean. Schedules go
 * on with each batch. What is gathered when an epoch ends is kept for the next
 * epoch, and forgotten when a phase ends. Source: fastai 2.7,
 * `GradientAccumulation`.
 *
 * @param samples items a step, at least 1; 32 unless told
 * @throws {PipelineError} when that is no such number
 *
 * @example Batches of 8 as if they were of 64
 * ```ts
 * import { accumulateGradients, constant } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = constant(5, { batch: 8, callbacks: [accumulateGradients(64)] });
 * assert.equal(fit.behaviour.batch, 8);
 * ```
 */
export function accumulateGradients(samples = 32): AccumulateGradients {
  return value("accumulateGradients", accumulateGradientsValue, {
    op: "accumulateGradients",
    samples,
  });
}
