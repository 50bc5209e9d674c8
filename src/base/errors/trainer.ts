import { PipelineError } from "./pipeline_error.ts";

/** Deno and drivers say this on every start; it explains nothing. */
const NOISE = /XDG_RUNTIME_DIR|Ignored build scripts/;

/** The training process ended without a word of its own. */
export function trainerCrashed(how: string, said: string): PipelineError {
  const lines = said.trim().split("\n").filter((line) => !NOISE.test(line));
  const last = lines.slice(-8).join("\n");
  return new PipelineError(
    `Cannot go on: the training process ended (${how})${
      last === "" ? "" : `:\n${last}`
    }`,
    {
      stage: "fit",
      remedy:
        "Run the same command again to go on from the last epoch; if it ends again, try a smaller fit.batch, and see `deno task doctor`",
    },
  );
}
