import { z } from "zod";
import { optionsOf } from "../../../flow/stage/options.ts";
import { value } from "../_value.ts";

/** Settings of {@linkcode sgd}. */
export interface SgdOptions {
  /**
   * How much of the last step stays, at every step. Unless told it is what a
   * schedule moves it to, and 0, which is descent without momentum, under the
   * others.
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
 * weight decay is decoupled, and there is none unless the schedule is given
 * `weightDecay`.
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration
 * methods", 1964; fastai 2.7, `SGD`.
 *
 * @throws {PipelineError} when the momentum is out of range
 *
 * @example With momentum and weight decay, as networks for images are trained
 * ```ts
 * import { constant, sgd } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = constant(20, {
 *   learningRate: 0.1,
 *   optimizer: sgd({ momentum: 0.9 }),
 *   weightDecay: 0.0001,
 * });
 * const [phase] = fit.behaviour.phases({ groups: 1 });
 * assert.equal(phase?.at(0).momentum, 0.9);
 * ```
 */
export function sgd(options: SgdOptions = {}): Sgd {
  return value("sgd", sgdValue, {
    op: "sgd",
    ...optionsOf("fit", "sgd", options),
  });
}
