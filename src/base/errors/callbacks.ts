import { PipelineError } from "./pipeline_error.ts";

/** A callback watches what no row of the table has. */
export function unknownMonitor(
  op: string,
  monitor: string,
  known: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot monitor "${monitor}" in ${op}(): no epoch has such a figure`,
    {
      stage: "fit",
      item: op,
      remedy: `Name one of ${
        known.join(", ")
      }, or add the metric to the pipeline`,
    },
  );
}
