import { z } from "zod";
import type { Pretrained, Scratch } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Schedule } from "../../flow/stage/stage.ts";
import { oneCycleAt } from "./_annealing.ts";
import { type LearningRate, learningRate, ratesOf } from "./_learning_rate.ts";
import {
  epochs as epochCount,
  positive,
  scheduleOf,
  share,
  training,
  type TrainingOptions,
  wholeTraining,
  withDecay,
} from "./_training.ts";

/** Settings of {@linkcode oneCycle}. */
export interface OneCycleOptions extends TrainingOptions {
  /** The highest rates; 0.001 unless told. */
  readonly learningRate?: LearningRate;
  /** The first rate is the highest divided by this; 25 unless told. */
  readonly division?: number;
  /** The last rate is the highest divided by this; 100,000 unless told. */
  readonly finalDivision?: number;
  /** The share of steps in which the rate rises; 0.25 unless told. */
  readonly warmup?: number;
}

/** The definition of {@linkcode oneCycle}. */
export const oneCycleStage = defineStage("fit", {
  op: "oneCycle",
  version: 1,
  params: z.strictObject({
    epochs: epochCount,
    learningRate: learningRate.default(1e-3),
    division: positive.default(25),
    finalDivision: positive.default(1e5),
    warmup: share.default(0.25),
    ...training,
  }).transform(withDecay),
  behave: ({
    epochs,
    learningRate,
    division,
    finalDivision,
    warmup,
    ...rest
  }) =>
    scheduleOf(rest, ({ groups }) => {
      const rates = ratesOf(learningRate, groups);
      const cycle = { rates, division, finalDivision, warmup };
      return [wholeTraining(epochs, (at) => oneCycleAt(cycle, at))];
    }),
});

/**
 * Trains all layers with one rise and one fall of the learning rate, while
 * momentum falls from 0.95 to 0.85 and rises again.
 *
 * The curve spans all epochs, so another number of epochs is another program.
 * Source: Smith, "A disciplined approach to neural network hyper-parameters",
 * 2018, with the half cosines and defaults of fastai's `fit_one_cycle`.
 *
 * @param epochs passes over the training set, at least 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example The rate is highest a quarter of the way
 * ```ts
 * import { oneCycle } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = oneCycle(5, { learningRate: 0.01 });
 * const [phase] = fit.behaviour.phases({ groups: 1 });
 * assert.deepEqual(phase?.at(0.25).rates, [0.01]);
 * ```
 */
export function oneCycle(
  epochs: number,
  options: OneCycleOptions = {},
): Schedule<Pretrained | Scratch> {
  return oneCycleStage({ epochs, ...optionsOf("fit", "oneCycle", options) });
}
