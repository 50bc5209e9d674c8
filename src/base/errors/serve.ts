import { PipelineError } from "./pipeline_error.ts";

/** What was typed is at fault, not the pipeline: the exit code is 2. */
const stage = "command";

/** No port that a server could listen at. */
export function portTaken(host: string, port: number): PipelineError {
  return new PipelineError(
    `Cannot listen at ${host}:${port}: another program does`,
    {
      stage,
      item: String(port),
      remedy: "Give another --port, or none: the next free one is taken",
    },
  );
}

/** An address of no interface of this machine. */
export function hostUnusable(host: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot listen at "${host}": ${why}`, {
    stage,
    item: host,
    remedy: "Give an address of this machine, or 0.0.0.0 for all of them",
    cause,
  });
}

/** Others could reach the server, and nothing would tell who they are. */
export function tokenNeeded(host: string, least: number): PipelineError {
  return new PipelineError(
    `Cannot serve at "${host}": others can reach it, and there is no --token of at least ${least} characters`,
    {
      stage,
      item: host,
      remedy:
        "Add --token with a secret, such as the output of `openssl rand -hex 16`, or leave --host out",
    },
  );
}

/** The process that answers ended, or said what no process of ours says. */
export function predictorCrashed(how: string, said: string): PipelineError {
  const last = said.trim().split("\n").slice(-8).join("\n");
  return new PipelineError(
    `Cannot answer: the process with the model ended (${how})${
      last === "" ? "" : `:\n${last}`
    }`,
    {
      stage: "model",
      remedy: "Ask again: it is started anew",
    },
  );
}
