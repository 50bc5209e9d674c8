import { z } from "zod";
import type { Pretrained, Scratch } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Schedule } from "../../flow/stage/stage.ts";
import { cosine } from "./_annealing.ts";
import { steadyOf } from "./_optimizer.ts";
import { type LearningRate, learningRate, ratesOf } from "./_learning_rate.ts";
import {
  epochs as count,
  scheduleOf,
  training,
  type TrainingOptions,
  wholeTraining,
  withDecay,
} from "./_training.ts";

/** Settings of {@linkcode sgdr}. */
export interface SgdrOptions extends TrainingOptions {
  /** Epochs of the first cycle; 1 unless told. */
  readonly cycleLength?: number;
  /** How many times as long as the last each cycle is; 2 unless told. */
  readonly cycleMultiplier?: number;
  /** The rates that each cycle begins with; 0.001 unless told. */
  readonly learningRate?: LearningRate;
}

/** Parts that an epoch is thought to have, when a step is placed in it. */
const GRID = 2 ** 32;

/** Where in its cycle a step is, from 0 to (but not) 1. */
function withinCycle(lengths: readonly number[], position: number): number {
  const epochs = lengths.reduce((sum, length) => sum + length, 0);
  // A position is a rounded quotient: without the grid, a cycle might begin
  // with the last rate of the one before, and the same epoch of another number
  // of cycles would have rates that differ in their last bits.
  let left = Math.round(position * epochs * GRID) / GRID;
  for (const length of lengths) {
    if (left < length) return left / length;
    left -= length;
  }
  return 1;
}

/** The definition of {@linkcode sgdr}. */
export const sgdrStage = defineStage("fit", {
  op: "sgdr",
  version: 1,
  params: z.strictObject({
    cycles: count,
    cycleLength: count.default(1),
    cycleMultiplier: count.default(2),
    learningRate: learningRate.default(1e-3),
    ...training,
  }).transform(withDecay),
  behave: ({
    cycles,
    cycleLength,
    cycleMultiplier,
    learningRate,
    ...rest
  }) =>
    scheduleOf(rest, ({ groups }) => {
      const rates = ratesOf(learningRate, groups);
      const { momentum } = steadyOf(rest.optimizer);
      const lengths = Array.from(
        { length: cycles },
        (_, cycle) => cycleLength * cycleMultiplier ** cycle,
      );
      const epochs = lengths.reduce((sum, length) => sum + length, 0);
      return [wholeTraining(epochs, (position) => {
        const along = withinCycle(lengths, position);
        return { rates: rates.map((rate) => cosine(rate, 0, along)), momentum };
      })];
    }),
});

/**
 * Trains all layers in cycles: learning rates fall along half a cosine wave to
 * nothing, and start again. Momentum stays.
 *
 *     rate  ▔╲  ▔▔╲▁    ▔▔▔▔╲▁▁
 *             ╲▁    ╲▁▁▁       ╲▁▁▁
 *            1     2         4        epochs, with the defaults
 *
 * More cycles continue the same program: a run of two can be carried on to
 * three. Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with
 * warm restarts", 2017, as fastai 2.7 has it in `Learner.fit_sgdr`.
 *
 * @param cycles how often the rates fall, at least 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example Cycles of 1, 2 and 4 epochs
 * ```ts
 * import { sgdr } from "leat";
 * import assert from "node:assert/strict";
 *
 * const [phase] = sgdr(3).behaviour.phases({ groups: 1 });
 * assert.equal(phase?.epochs, 7);
 * assert.deepEqual(phase.at(3 / 7).rates, [0.001]);
 * ```
 */
export function sgdr(
  cycles: number,
  options: SgdrOptions = {},
): Schedule<Pretrained | Scratch> {
  return sgdrStage({ cycles, ...optionsOf("fit", "sgdr", options) });
}
