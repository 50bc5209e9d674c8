import { PipelineError } from "./pipeline_error.ts";

/** Gradients are gathered for longer than a phase lasts. */
export function neverEnoughGathered(
  samples: number,
  phase: string,
  items: number,
): PipelineError {
  return new PipelineError(
    `Cannot gather the gradients of ${samples} items for a step: phase "${phase}" has ${items} in all, and would learn nothing`,
    {
      stage: "fit",
      item: "accumulateGradients",
      remedy: `Gather those of at most ${items}, or train for more epochs`,
    },
  );
}

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
