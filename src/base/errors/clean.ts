import { PipelineError } from "./pipeline_error.ts";

const stage = "source";

/** A line of a file of choices that is none. */
export function badChoice(
  file: string,
  line: number,
  why: string,
): PipelineError {
  return new PipelineError(
    `Cannot read choices in "${file}": line ${line} is no choice (${why})`,
    {
      stage,
      item: file,
      remedy:
        "Correct or remove that line; each is a JSON object, as `deno task clean` writes it",
    },
  );
}

/** Nothing is left of the items of a source. */
export function allDropped(file: string, count: number): PipelineError {
  return new PipelineError(
    `Cannot train on nothing: "${file}" drops all ${count} items`,
    { stage, item: file, remedy: "Remove lines of it" },
  );
}

/** A label of another type than the others have. */
export function relabelledOtherwise(
  file: string,
  item: string,
  label: unknown,
  kind: string,
): PipelineError {
  return new PipelineError(
    `Cannot relabel "${item}" to ${JSON.stringify(label)}: labels are ${kind}`,
    {
      stage: "label",
      item,
      remedy: `Correct or remove the line about it in "${file}"`,
    },
  );
}
