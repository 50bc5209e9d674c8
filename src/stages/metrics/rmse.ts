import { z } from "zod";
import type { Quantity } from "../../flow/kinds/targets.ts";
import { claimsAbout } from "../../flow/claims/claim.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Metric } from "../../flow/stage/stage.ts";
import { overSet } from "./_whole_set.ts";

/** The definition of {@linkcode rmse}. */
export const rmseStage = defineStage("metrics", {
  op: "rmse",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["quantity"],
    better: "lower",
    compute: overSet("rmse", ({ outputs, targets }) => {
      let sum = 0;
      outputs.forEach((output, at) => sum += (output - targets[at]!) ** 2);
      return Math.sqrt(sum / outputs.length);
    }),
  }),
});

/**
 * Root mean squared error, in the label's own unit, lower is better.
 *
 * @example Off by 3 and by 4
 * ```ts
 * import { rmse } from "leat";
 * import assert from "node:assert/strict";
 *
 * const value = rmse().behaviour.compute({
 *   target: "quantity",
 *   count: 2,
 *   columns: 1,
 *   outputs: new Float32Array([13, 16]),
 *   targets: new Float32Array([10, 20]),
 *   classes: [],
 * });
 * assert.equal(value, Math.sqrt(12.5));
 * ```
 */
export function rmse(): Metric<Quantity> {
  return rmseStage({});
}

const claims = claimsAbout({ op: "rmse" });
rmse.below = claims.below;
rmse.above = claims.above;
rmse.within = claims.within;
