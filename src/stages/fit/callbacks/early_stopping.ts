import { z } from "zod";
import { optionsOf } from "../../../flow/stage/options.ts";
import type { EarlyStopping } from "../../../flow/stage/callback.ts";
import { monitoring, type MonitorOptions, patience } from "./_monitoring.ts";
import { value } from "../_value.ts";

/** Settings of {@linkcode earlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs in a row without a better figure; 1 unless told. */
  readonly patience?: number;
}

/** The schema of {@linkcode earlyStopping}. */
export const earlyStoppingValue = z.strictObject({
  op: z.literal("earlyStopping"),
  ...monitoring,
  patience,
});

/**
 * Ends a phase when a figure has not become better for some epochs. The model
 * is then the last epoch's; with {@linkcode keepBest}, the best one's.
 *
 * Each phase counts anew: a frozen phase that is stopped is followed by the
 * next. Epochs that are trained are the same with and without it. Source:
 * fastai 2.7, `EarlyStoppingCallback`, with its defaults.
 *
 * @throws {PipelineError} when a setting is out of range
 *
 * @example Twenty epochs at most
 * ```ts
 * import { constant, earlyStopping } from "leat";
 * import assert from "node:assert/strict";
 *
 * const fit = constant(20, { callbacks: [earlyStopping({ patience: 3 })] });
 * assert.deepEqual(fit.params.callbacks, [
 *   { op: "earlyStopping", monitor: "valid_loss", minDelta: 0, patience: 3 },
 * ]);
 * ```
 */
export function earlyStopping(
  options: EarlyStoppingOptions = {},
): EarlyStopping {
  return value("earlyStopping", earlyStoppingValue, {
    op: "earlyStopping",
    ...optionsOf("fit", "earlyStopping", options),
  });
}
