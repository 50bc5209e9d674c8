import { PipelineError } from "./pipeline_error.ts";

/** A folder or file of a source that is not there. */
export function locationAbsent(
  path: string,
  why = "there is no such file or folder",
): PipelineError {
  return new PipelineError(`Cannot read "${path}": ${why}`, {
    stage: "source",
    item: path,
    remedy:
      "Correct the path; a relative one starts from the pipeline's own folder",
  });
}

/** A drawn dataset whose generator this version does not have. */
export function unknownGenerator(
  name: string,
  generator: string,
): PipelineError {
  return new PipelineError(
    `Cannot draw dataset "${name}": there is no generator "${generator}"`,
    {
      stage: "source",
      item: name,
      remedy: "Use a version of Leat that has it",
    },
  );
}

/** A file that a pipeline refers to and that was not fetched. */
export function notFetched(reference: string): PipelineError {
  return new PipelineError(`Cannot read "${reference}": it was not fetched`, {
    item: reference,
    remedy: "Run `deno task train` again while the network is reached",
  });
}

/** A file of an npm package that is not installed. */
export function packageAbsent(file: string): PipelineError {
  return new PipelineError(`Cannot find "${file}": its package is not here`, {
    stage: "source",
    item: file,
    remedy: "Correct its name, or install it: deno install",
  });
}

/** A folder that no process can be permitted to use. */
export function pathWithComma(path: string): PipelineError {
  return new PipelineError(
    `Cannot permit a process to use "${path}": Deno takes no path with a comma`,
    {
      item: path,
      remedy: "Move it, or set LEAT_CACHE to a folder without a comma",
    },
  );
}
