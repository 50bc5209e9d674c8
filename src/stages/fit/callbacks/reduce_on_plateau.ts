import { z } from "zod";
import { optionsOf } from "../../../flow/stage/options.ts";
import type { ReduceOnPlateau } from "../../../flow/stage/callback.ts";
import { monitoring, type MonitorOptions, patience } from "./_monitoring.ts";
import { value } from "../_value.ts";

/** Settings of {@linkcode reduceOnPlateau}. */
export interface ReduceOnPlateauOptions extends MonitorOptions {
  /** Epochs in a row without a better figure; 1 unless told. */
  readonly patience?: number;
  /** What rates are divided by; 10 unless told. */
  readonly factor?: number;
  /** No rate is divided below this; 0 unless told. */
  readonly minLearningRate?: number;
}

/** The schema of {@linkcode reduceOnPlateau}. */
export const reduceOnPlateauValue = z.strictObject({
  op: z.literal("reduceOnPlateau"),
  ...monitoring,
  patience,
  factor: z.number().gt(1).default(10),
  minLearningRate: z.number().nonnegative().default(0),
});

/**
 * Divides all learning rates for the rest of a phase, each time a figure has
 * not become better for some epochs.
 *
 * The rates of any schedule are divided; in fastai a schedule that anneals
 * would set them back at the next batch. Source: fastai 2.7,
 * `ReduceLROnPlateau`, with its defaults.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example A half, at most twice
 * ```ts
 * import { constant, reduceOnPlateau } from "leat";
 * import assert from "node:assert/strict";
 *
 * const reduce = reduceOnPlateau({ factor: 2, minLearningRate: 2.5e-4 });
 * assert.equal(reduce.patience, 1);
 * constant(20, { learningRate: 1e-3, callbacks: [reduce] });
 * ```
 */
export function reduceOnPlateau(
  options: ReduceOnPlateauOptions = {},
): ReduceOnPlateau {
  return value("reduceOnPlateau", reduceOnPlateauValue, {
    op: "reduceOnPlateau",
    ...optionsOf("fit", "reduceOnPlateau", options),
  });
}
