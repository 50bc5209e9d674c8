import { PipelineError } from "./pipeline_error.ts";

/** Nothing is stored that could be reported on. */
export function nothingToReport(
  spoken: string,
  command: string,
): PipelineError {
  return new PipelineError(
    `Cannot report on "${spoken}": it is not trained as it stands`,
    {
      stage: "model",
      item: spoken,
      remedy: `Train it first: ${command}`,
    },
  );
}

/**
 * A report, or a figure of it, that cannot be put where it was asked for.
 *
 * @param path as the user wrote it
 */
export function reportUnwritable(
  path: string,
  option: "--out" | "--figures",
  why: string,
): PipelineError {
  const wanted = option === "--out" ? "a file in a folder" : "a folder";
  return new PipelineError(`Cannot write the report "${path}": ${why}`, {
    // What was typed is at fault: the exit code is 2.
    stage: "command",
    item: path,
    remedy: `Give ${option} ${wanted} that is there and may be written`,
  });
}
