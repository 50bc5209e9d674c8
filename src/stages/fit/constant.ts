import { z } from "zod";
import type { Pretrained, Scratch } from "../../flow/kinds/weights.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Schedule } from "../../flow/stage/stage.ts";
import {
  epochs as epochCount,
  positive,
  training,
  trainingOf,
  type TrainingOptions,
} from "./_training.ts";

/** Settings of {@linkcode constant}. */
export interface ConstantOptions extends TrainingOptions {
  /** Of all parameter groups; 0.001 unless told. */
  readonly learningRate?: number;
  /** Adam's beta1; 0.9 unless told. */
  readonly momentum?: number;
}

/** The definition of {@linkcode constant}. */
export const constantStage = defineStage("fit", {
  op: "constant",
  version: 1,
  params: z.strictObject({
    epochs: epochCount,
    learningRate: positive.default(1e-3),
    momentum: z.number().min(0).lt(1).default(0.9),
    ...training,
  }),
  behave: ({ epochs, learningRate, momentum, ...rest }) => ({
    ...trainingOf(rest),
    phases: ({ groups }) => [{
      name: "training",
      epochs,
      firstTrainable: 0,
      at: () => ({
        rates: new Array<number>(groups).fill(learningRate),
        momentum,
      }),
    }],
  }),
});

/**
 * Trains all layers at one learning rate.
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
  return constantStage({ epochs, ...options });
}
