import { PipelineError } from "./pipeline_error.ts";

/** The system does not tell of changes in any more folders, or in none. */
export function unwatchable(why: string, cause: unknown): PipelineError {
  return new PipelineError(`Cannot watch the pipeline's files: ${why}`, {
    stage: "command",
    remedy:
      "End other programs that watch files, or raise the limit of the system (on Linux, fs.inotify.max_user_watches)",
    cause,
  });
}

/** Deno did not say what a file imports. */
export function graphUnknown(file: string, said: string): PipelineError {
  return new PipelineError(`Cannot find what "${file}" imports: ${said}`, {
    item: file,
    remedy: "Look at what `deno info` says of it",
  });
}

/** What comes from an address is pinned: there is nothing to wait for. */
export function remoteUnwatchable(spoken: string): PipelineError {
  return new PipelineError(
    `Cannot watch "${spoken}": a pipeline from an address does not change`,
    {
      stage: "command",
      item: spoken,
      remedy:
        "Train it without --watch, or watch a file of yours that varies it",
    },
  );
}
