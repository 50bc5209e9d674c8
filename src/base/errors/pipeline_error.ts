/** Where in a pipeline something went wrong, and what to do about it. */
export interface PipelineErrorDetails {
  /** The stage that failed, as its key in the pipeline: `"source"`, `"split"`. */
  readonly stage?: string;
  /** The item, file or column that it failed on. */
  readonly item?: string;
  /** What to do, as one imperative sentence without a final period. */
  readonly remedy?: string;
  /** What was thrown underneath. */
  readonly cause?: unknown;
}

/**
 * An error that a caller may want to catch: the pipeline, its data or the
 * machine is at fault, not the code that called.
 *
 * @example The three parts
 * ```ts
 * import { PipelineError } from "leat";
 * import assert from "node:assert/strict";
 *
 * const error = new PipelineError('Cannot read "cat_12.jpg": it is empty', {
 *   stage: "input",
 *   item: "cat_12.jpg",
 *   remedy: "Remove the file or fetch it again",
 * });
 * assert.equal(error.stage, "input");
 * ```
 */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
  readonly stage?: string;
  readonly item?: string;
  readonly remedy?: string;

  constructor(message: string, details: PipelineErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : {});
    if (details.stage !== undefined) this.stage = details.stage;
    if (details.item !== undefined) this.item = details.item;
    if (details.remedy !== undefined) this.remedy = details.remedy;
  }
}
