import { PipelineError } from "./pipeline_error.ts";

/** F1 of one class against the other, and the label has not two. */
export function notTwoClasses(classes: readonly unknown[]): PipelineError {
  return new PipelineError(
    `Cannot compute "f1" with average "binary": the label has ${classes.length} classes and it needs 2`,
    {
      stage: "metrics",
      item: "f1",
      remedy: 'Use f1({ average: "macro" })',
    },
  );
}

/** The class that F1 should find is none of the label's. */
export function unknownPositive(
  positive: unknown,
  classes: readonly unknown[],
): PipelineError {
  return new PipelineError(
    `Cannot compute "f1" of the class ${
      JSON.stringify(positive)
    }: the label's classes are ${
      classes.map((name) => JSON.stringify(name)).join(", ")
    }`,
    {
      stage: "metrics",
      item: "f1",
      remedy: "Set f1's positive to one of the label's classes",
    },
  );
}

/** The code of a metric threw. */
export function metricThrew(name: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot compute "${name}": ${why}`, {
    stage: "metrics",
    item: name,
    remedy:
      "Correct the metric, or take it out; what is trained is kept, and only the metric is computed anew",
    cause,
  });
}
