import { claimAboutNothing } from "../../base/errors/claims.ts";
import { type Claims, claimsAbout } from "../../flow/claims/claim.ts";
import type { Metric, Stage } from "../../flow/stage/stage.ts";

function isMetric(value: unknown): value is Stage<"metrics"> {
  return typeof value === "object" && value !== null && "role" in value &&
    value.role === "metrics" && "op" in value && "params" in value;
}

/**
 * What can be claimed of a metric of your own, of one of several of a kind, or
 * of any figure by its name: `valid_loss`, `error_rate_tta`, `f1_2`.
 *
 * The metrics that Leat has say it shorter: `errorRate.below(0.08)`. A metric
 * is judged over the validation set, a loss as the table has it for the epoch
 * that the model is made of.
 *
 * @throws {PipelineError} when it is neither a metric nor a name; from the
 * functions of the result, when a bound is no finite number
 *
 * @example Of two kinds of F1
 * ```ts
 * import { claim, f1 } from "leat";
 * import assert from "node:assert/strict";
 *
 * const rain = f1({ average: "binary", positive: "rain" });
 * const expect = [claim(rain).above(0.8), claim("valid_loss").below(0.5)];
 *
 * assert.deepEqual(expect.map(({ bound }) => bound), [0.8, 0.5]);
 * ```
 */
export function claim(about: Metric<never> | string): Claims {
  if (typeof about === "string") return claimsAbout({ name: about });
  if (!isMetric(about)) {
    const found: unknown = about;
    throw claimAboutNothing(
      typeof found === "function" ? `the function ${found.name}` : `${found}`,
    );
  }
  const { op, params } = about;
  return claimsAbout({ op, params });
}
