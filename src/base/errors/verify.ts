import { PipelineError } from "./pipeline_error.ts";

/**
 * A lock without a record to compare with: there is nothing to verify yet.
 *
 * @param command what to type to record one
 * @param others pipelines of which it holds one
 */
export function nothingRecorded(
  spoken: string,
  { path, command, others }: {
    readonly path: string;
    readonly command: string;
    readonly others: readonly string[];
  },
): PipelineError {
  const near = others.length === 0
    ? ""
    : `; it has one of ${others.map((each) => `"${each}"`).join(", ")}`;
  return new PipelineError(
    `Cannot verify "${spoken}": "${path}" holds no record of it${near}`,
    {
      stage: "command",
      item: spoken,
      remedy: `Record what training it gives, and commit the lock: ${command}`,
    },
  );
}

/** A file of the cache that is not what was fetched into it. */
export function fetchedChanged(path: string): PipelineError {
  return new PipelineError(
    `Cannot verify "${path}": its bytes are not those that were fetched`,
    {
      stage: "source",
      item: path,
      remedy: "Remove the dataset's folder from the cache to fetch it again",
    },
  );
}
