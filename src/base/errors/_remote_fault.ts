import { PipelineError } from "./pipeline_error.ts";

/** That something cannot be done with an address, or with what came from it. */
export function remoteFault(
  action: string,
  url: string,
  fact: string,
  remedy: string,
): PipelineError {
  return new PipelineError(`Cannot ${action} "${url}": ${fact}`, {
    stage: "remote",
    item: url,
    remedy,
  });
}
