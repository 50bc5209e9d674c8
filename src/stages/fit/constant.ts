import { z } from "zod";
import type { Pretrained, Scratch } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Schedule } from "../../flow/stage/stage.ts";
import { steadyOf } from "./_optimizer.ts";
import { type LearningRate, learningRate, ratesOf } from "./_learning_rate.ts";
import {
  epochs as epochCount,
  momentum,
  scheduleOf,
  training,
  type TrainingOptions,
  wholeTraining,
  withDecay,
} from "./_training.ts";

/** Settings of {@linkcode constant}. */
export interface ConstantOptions extends TrainingOptions {
  /** 0.001 unless told. */
  readonly learningRate?: LearningRate;
  /**
   * How much of what was stepped along before stays, unless the optimizer is
   * given it; 0.9 of `adamW()` and 0 of `sgd()` unless told.
   */
  readonly momentum?: number;
}

/** The definition of {@linkcode constant}. */
export const constantStage = defineStage("fit", {
  op: "constant",
  version: 1,
  params: z.strictObject({
    epochs: epochCount,
    learningRate: learningRate.default(1e-3),
    momentum: momentum.exactOptional(),
    ...training,
  }).transform((params) => ({
    momentum: steadyOf(params.optimizer).momentum,
    ...withDecay(params),
  })),
  behave: ({ epochs, learningRate, momentum, ...rest }) => ({
    momentum,
    ...scheduleOf(rest, ({ groups }) => {
      const rates = ratesOf(learningRate, groups);
      return [wholeTraining(epochs, () => ({ rates, momentum }))];
    }),
  }),
});

/**
 * Trains all layers at learning rates that stay as they are.
 *
 * More epochs continue the same program: a run of one epoch can be carried on
 * to three.
 *
 * @param epochs passes over the training set, at least 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example Ten passes with small steps
 * ```ts
 * import { constant } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = constant(10, { learningRate: 1e-4 });
 * assert.equal(fit.params.batch, 64);
 * ```
 */
export function constant(
  epochs: number,
  options: ConstantOptions = {},
): Schedule<Pretrained | Scratch> {
  return constantStage({ epochs, ...optionsOf("fit", "constant", options) });
}
