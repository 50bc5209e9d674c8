import { PipelineError } from "./pipeline_error.ts";

/** Something else than an object literal was given. */
export function notASpec(found: string): PipelineError {
  return new PipelineError(`Cannot make a pipeline of ${found}`, {
    stage: "pipeline",
    item: found,
    remedy: "Give an object: pipeline({ source: …, label: …, … })",
  });
}

/** A key that every pipeline has is not there. */
export function missingKey(key: string): PipelineError {
  return new PipelineError(`Cannot make a pipeline: "${key}" is missing`, {
    stage: key,
    item: key,
    remedy: `Add "${key}" to the pipeline`,
  });
}

/** A key that no pipeline has. */
export function unknownKey(key: string, near: string | undefined) {
  return new PipelineError(
    `Cannot make a pipeline: it has no key "${key}"`,
    {
      stage: "pipeline",
      item: key,
      remedy: near === undefined
        ? "Remove it"
        : `Remove it, or write "${near}" if that is what is meant`,
    },
  );
}

/** Something stands under a key where it has no place. */
export function misplaced(
  key: string,
  found: string,
  remedy: string,
): PipelineError {
  return new PipelineError(`Cannot use ${found} as "${key}"`, {
    stage: key,
    item: key,
    remedy,
  });
}

/** Params that would not survive the way to another process. */
export function paramsNotPlain(
  role: string,
  op: string,
  cause: unknown,
): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(
    `Cannot describe ${role} "${op}": ${
      why.replace(
        /^Cannot write "(.*)" as canonical JSON: it/,
        'its param "$1"',
      )
    }`,
    {
      stage: role,
      item: op,
      remedy:
        "Let its params be strings, finite numbers, booleans, null, lists and objects of them",
      cause,
    },
  );
}
