import { PipelineError } from "./pipeline_error.ts";

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
