import { z } from "zod";
import type { Category } from "../../flow/kinds/targets.ts";
import { claimsAbout } from "../../flow/claims/claim.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Metric } from "../../flow/stage/stage.ts";
import { classPairs } from "./_classes.ts";
import { overSet } from "./_whole_set.ts";

/** The definition of {@linkcode errorRate}. */
export const errorRateStage = defineStage("metrics", {
  op: "errorRate",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    better: "lower",
    compute: overSet("errorRate", (predictions) => {
      let wrong = 0;
      for (const [actual, predicted] of classPairs(predictions)) {
        if (actual !== predicted) wrong += 1;
      }
      return wrong / predictions.count;
    }),
  }),
});

/**
 * The share of items whose largest probability is a wrong class's, 0 to 1,
 * lower is better: 1 minus accuracy.
 *
 * @example One of two is wrong
 * ```ts
 * import { errorRate } from "leat";
 * import assert from "node:assert/strict";
 *
 * const value = errorRate().behaviour.compute({
 *   target: "category",
 *   count: 2,
 *   columns: 2,
 *   outputs: new Float32Array([0.9, 0.1, 0.8, 0.2]),
 *   targets: new Float32Array([1, 0, 0, 1]),
 *   classes: ["cat", "dog"],
 * });
 * assert.equal(value, 0.5);
 * ```
 */
export function errorRate(): Metric<Category> {
  return errorRateStage({});
}

const claims = claimsAbout({ op: "errorRate" });
errorRate.below = claims.below;
errorRate.above = claims.above;
errorRate.within = claims.within;
