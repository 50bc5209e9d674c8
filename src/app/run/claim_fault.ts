import { claimsFalse } from "../../base/errors/claims.ts";
import type { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { ClaimResult } from "../../flow/events/event.ts";
import type { Setting } from "../../flow/pipeline/override.ts";

/**
 * The error of a run whose pipeline claims what is not so. None where params
 * or knobs were set: what is claimed is of what the file gives.
 */
export function claimFault(
  claims: readonly ClaimResult[],
  settings: readonly Setting[],
): PipelineError | undefined {
  const fails = claims.filter(({ holds }) => !holds);
  if (fails.length === 0 || settings.length > 0) return undefined;
  return claimsFalse(fails.map(({ text, value }) => ({
    text,
    shown: String(Number(value.toPrecision(4))),
  })));
}
