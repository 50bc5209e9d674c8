import { z } from "zod";
import type { Pretrained } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import { optionsOf } from "../../flow/stage/options.ts";
import type { Phase } from "../../flow/stage/schedule.ts";
import type { Schedule } from "../../flow/stage/stage.ts";
import { oneCycleAt } from "./_annealing.ts";
import { geometricRates, headRates } from "./_learning_rate.ts";
import {
  epochs as epochCount,
  positive,
  scheduleOf,
  share,
  training,
  type TrainingOptions,
  withDecay,
} from "./_training.ts";

/** Settings of {@linkcode fineTune}. */
export interface FineTuneOptions extends TrainingOptions {
  /** The head's highest rate while frozen, halved after; 0.002 unless told. */
  readonly baseLearningRate?: number;
  /** Epochs in which only the head trains; 1 unless told. */
  readonly freezeEpochs?: number;
  /** How much faster the head learns than the first layers; 100 unless told. */
  readonly learningRateMultiplier?: number;
  /** The share of steps in which the rate rises; 0.3 unless told. */
  readonly warmup?: number;
  /** The first rate is the highest divided by this; 5 unless told. */
  readonly division?: number;
  /**
   * Frozen layers give the same to the same image at every step: their batch
   * norms do not train, and normalise by their running statistics, not by the
   * batch. That is `train_bn=False` with `BnFreeze` in fastai, and
   * `base_model.trainable = False` in Keras; it is also faster. Unless told,
   * norms of frozen layers learn, as fastai has it.
   */
  readonly freezeNorms?: boolean;
}

const params = z.strictObject({
  epochs: epochCount,
  baseLearningRate: positive.default(2e-3),
  freezeEpochs: z.int().nonnegative().default(1),
  learningRateMultiplier: positive.default(100),
  warmup: share.default(0.3),
  division: positive.default(5),
  freezeNorms: z.boolean().exactOptional(),
  ...training,
}).transform(withDecay);

type FineTuneParams = z.output<typeof params>;

/** The last rate of both phases is the highest divided by this. */
const finalDivision = 1e5;

/**
 * The head alone. Its rate rises for nearly the whole phase, which the second
 * phase then takes up; frozen groups keep a rate, for norm layers that learn.
 */
function frozen(
  { freezeEpochs, baseLearningRate, freezeNorms }: FineTuneParams,
  groups: number,
): Phase {
  const rates = headRates(baseLearningRate, groups);
  const cycle = { rates, division: 25, finalDivision, warmup: 0.99 };
  return {
    name: "frozen",
    epochs: freezeEpochs,
    firstTrainable: groups - 1,
    ...freezeNorms ? { freezesNorms: true } : {},
    at: (position) => oneCycleAt(cycle, position),
  };
}

/** All layers, the first ones slowest: rates rise geometrically by group. */
function unfrozen(params: FineTuneParams, groups: number): Phase {
  const { epochs, learningRateMultiplier, warmup, division } = params;
  const last = params.baseLearningRate / 2;
  const rates = geometricRates(last, learningRateMultiplier, groups);
  const cycle = { rates, division, finalDivision, warmup };
  return {
    name: "unfrozen",
    epochs,
    firstTrainable: 0,
    at: (position) => oneCycleAt(cycle, position),
  };
}

/** The definition of {@linkcode fineTune}. */
export const fineTuneStage = defineStage("fit", {
  op: "fineTune",
  version: 1,
  params,
  behave: (params) => ({
    ...scheduleOf(params, ({ groups }) => [
      ...(params.freezeEpochs === 0 ? [] : [frozen(params, groups)]),
      unfrozen(params, groups),
    ]),
    pretrained: true,
  }),
});

/**
 * Adapts trained weights: first the new head alone, then all layers, each
 * group of layers faster than the one before it. Both phases are one-cycle.
 *
 * It asks for an architecture with weights: there is nothing to tune in random
 * ones. Source: fastai 2.7, `Learner.fine_tune`, with its defaults.
 *
 * @param epochs passes over the training set after the frozen ones, at least 1
 * @throws {PipelineError} when a setting is out of range
 *
 * @example One frozen epoch, then three
 * ```ts
 * import { fineTune } from "leat";
 * import assert from "node:assert/strict";
 *
 * const phases = fineTune(3).behaviour.phases({ groups: 3 });
 * assert.deepEqual(
 *   phases.map(({ name, epochs }) => [name, epochs]),
 *   [["frozen", 1], ["unfrozen", 3]],
 * );
 * ```
 *
 * @example Three epochs over features that are computed once
 * ```ts
 * import { fineTune } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = fineTune(1, { freezeEpochs: 3, freezeNorms: true });
 * const [frozen] = fit.behaviour.phases({ groups: 3 });
 * assert.equal(frozen?.freezesNorms, true);
 * ```
 */
export function fineTune(
  epochs: number,
  options: FineTuneOptions = {},
): Schedule<Pretrained> {
  return fineTuneStage({ epochs, ...optionsOf("fit", "fineTune", options) });
}
