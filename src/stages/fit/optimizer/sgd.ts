import { z } from "zod";
import { value } from "../_value.ts";

/** Settings of {@linkcode sgd}. */
export interface SgdOptions {
  /**
   * How much of the last step stays; what the schedule says unless told, which
   * is 0.9 where it does not move. 0 is descent without momentum.
   */
  readonly momentum?: number;
}

/** The schema of {@linkcode sgd}. */
export const sgdValue = z.strictObject({
  op: z.literal("sgd"),
  momentum: z.number().min(0).lt(1).exactOptional(),
});

/** Stochastic gradient descent. */
export type Sgd = Readonly<z.output<typeof sgdValue>>;

/**
 * Stochastic gradient descent with momentum. Gradients are not averaged but
 * added up, so the steps of momentum 0.9 are up to ten times the learning rate;
 * weight decay is decoupled, and is the schedule's `weightDecay` (fastai's
 * `SGD` has none by default).
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration
 * methods", 1964; fastai 2.7, `SGD`.
 *
 * @throws {PipelineError} when the momentum is out of range
 *
 * @example Without momentum or weight decay
 * ```ts
 * import { constant, sgd } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = constant(20, {
 *   learningRate: 1,
 *   optimizer: sgd({ momentum: 0 }),
 *   weightDecay: 0,
 * });
 * assert.deepEqual(fit.params.optimizer, { op: "sgd", momentum: 0 });
 * ```
 */
export function sgd(options: SgdOptions = {}): Sgd {
  return value("sgd", sgdValue, { op: "sgd", ...options });
}
