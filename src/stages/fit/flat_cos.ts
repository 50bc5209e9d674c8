import { z } from "zod";
import type { Pretrained, Scratch } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Schedule } from "../../flow/stage/stage.ts";
import { flatCosineAt } from "./_annealing.ts";
import { steadyOf } from "./_optimizer.ts";
import { type LearningRate, learningRate, ratesOf } from "./_learning_rate.ts";
import {
  epochs as epochCount,
  positive,
  scheduleOf,
  training,
  type TrainingOptions,
  wholeTraining,
  withDecay,
} from "./_training.ts";

/** Settings of {@linkcode flatCos}. */
export interface FlatCosOptions extends TrainingOptions {
  /** The rates until `start`; 0.001 unless told. */
  readonly learningRate?: LearningRate;
  /** The share of steps after which the rates fall; 0.75 unless told. */
  readonly start?: number;
  /** The last rates are the first divided by this; 100,000 unless told. */
  readonly finalDivision?: number;
}

/** The definition of {@linkcode flatCos}. */
export const flatCosStage = defineStage("fit", {
  op: "flatCos",
  version: 1,
  params: z.strictObject({
    epochs: epochCount,
    learningRate: learningRate.default(1e-3),
    start: z.number().min(0).lt(1).default(0.75),
    finalDivision: positive.default(1e5),
    ...training,
  }).transform(withDecay),
  behave: ({ epochs, learningRate, start, finalDivision, ...rest }) =>
    scheduleOf(rest, ({ groups }) => {
      const rates = ratesOf(learningRate, groups);
      const { momentum } = steadyOf(rest.optimizer);
      return [wholeTraining(epochs, (position) => ({
        rates: rates.map((rate) =>
          flatCosineAt(rate, rate / finalDivision, start, position)
        ),
        momentum,
      }))];
    }),
});

/**
 * Trains all layers at learning rates that stay for most of the steps and then
 * fall along half a cosine wave, nearly to nothing. Momentum stays.
 *
 * The curve spans all epochs, so another number of epochs is another program.
 * Source: fastai 2.7, `Learner.fit_flat_cos`, with its defaults.
 *
 * @param epochs passes over the training set, at least 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example The rate falls in the last fifth
 * ```ts
 * import { flatCos } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = flatCos(5, { learningRate: 0.01, start: 0.8 });
 * const [phase] = fit.behaviour.phases({ groups: 1 });
 * assert.deepEqual(phase?.at(0.79).rates, [0.01]);
 * assert.ok((phase?.at(0.99).rates[0] ?? 1) < 0.0001);
 * ```
 */
export function flatCos(
  epochs: number,
  options: FlatCosOptions = {},
): Schedule<Pretrained | Scratch> {
  return flatCosStage({ epochs, ...optionsOf("fit", "flatCos", options) });
}
