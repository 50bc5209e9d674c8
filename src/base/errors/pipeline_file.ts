import { PipelineError } from "./pipeline_error.ts";

const quoted = (names: readonly string[]) =>
  names.map((name) => `"${name}"`).join(", ");

/** No pipeline of that name. */
export function unknownPipeline(
  name: string,
  near: readonly string[],
): PipelineError {
  return new PipelineError(`Cannot find pipeline "${name}"`, {
    stage: "command",
    item: name,
    remedy: near.length > 0
      ? `Did you mean ${quoted(near)}? A path such as ./my/pets.ts works too`
      : "Give the path of a pipeline file, such as ./my/pets.ts",
  });
}

/** A pipeline file without the export that was asked for. */
export function unknownExport(
  file: string,
  name: string,
  exports: readonly string[],
): PipelineError {
  const wanted = name === "default" ? "a default export" : `export "${name}"`;
  return new PipelineError(
    `Cannot use "${file}": ${wanted} that is a pipeline is not there`,
    {
      stage: "command",
      item: file,
      remedy: exports.length > 0
        ? `Choose one of its pipelines: ${
          exports.map((each) => each === "default" ? "no #" : `#${each}`)
            .join(", ")
        }`
        : "Write `export default pipeline({ … })`",
    },
  );
}

/** A pipeline file that does not even load. */
export function pipelineFailed(file: string, message: string): PipelineError {
  return new PipelineError(`Cannot load "${file}": ${message}`, {
    item: file,
    remedy: "Correct the file; `deno check` shows where",
  });
}

/** A pipeline file, or a function in it, that does not come to an end. */
export function pipelineHangs(
  file: string,
  doing: string,
  seconds: number,
): PipelineError {
  return new PipelineError(
    `Cannot ${doing} "${file}": no answer after ${seconds} s`,
    {
      item: file,
      remedy: "Look for an endless loop, or an await that never ends, in it",
    },
  );
}

/** A pipeline that says too much. */
export function pipelineTooLarge(file: string, bytes: number): PipelineError {
  return new PipelineError(
    `Cannot read the description of "${file}": it is over ${bytes} bytes`,
    { item: file, remedy: "Read large data from a file or dataset" },
  );
}

/** A setting for a param that no stage has. */
export function unknownSetting(
  path: string,
  near: readonly string[],
): PipelineError {
  return new PipelineError(`Cannot set "${path}": no stage has it`, {
    stage: "command",
    item: path,
    remedy: `Nearest are ${near.join(", ")}`,
  });
}

/** A setting that does not fit the stage's schema. */
export function invalidSetting(
  path: string,
  value: string,
  why: string,
): PipelineError {
  return new PipelineError(`Cannot set ${path} to ${value}: ${why}`, {
    stage: "command",
    item: path,
    remedy: "Give a value that the stage takes",
  });
}
