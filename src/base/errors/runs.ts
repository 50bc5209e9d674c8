import { PipelineError } from "./pipeline_error.ts";

const stage = "runs";

/** The record of runs was written by another version, or is none. */
export function unknownRuns(
  path: string,
  found: number,
  known: number,
): PipelineError {
  return new PipelineError(
    `Cannot read runs "${path}": its format is ${found}, and this version of Leat knows ${known}`,
    {
      stage,
      item: path,
      remedy: "Use the version of Leat that wrote it, or move it away",
    },
  );
}

/** The record of runs cannot be opened, read or written. */
export function runsFault(path: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot use runs "${path}": ${why}`, {
    stage,
    item: path,
    remedy:
      "Make it writable; if it is damaged, move it away: a new one is begun",
    cause,
  });
}
