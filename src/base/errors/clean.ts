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

/** Choices cannot be kept, or not be found again. */
export function choicesUnusable(
  doing: "read" | "write",
  path: string,
  cause: unknown,
): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return new PipelineError(`Cannot ${doing} "${path}": ${why}`, {
    stage,
    item: path,
    remedy: isFull
      ? "Free some space on its disk, then try again"
      : `Let this user ${doing} the file and its folder, then try again`,
    cause,
  });
}

/** A source that takes no file of choices. */
export function sourceOfItsOwn(spoken: string, op: string): PipelineError {
  return new PipelineError(
    `Cannot clean "${spoken}": its source ${op}() is its own, which reads no choices`,
    {
      stage,
      item: op,
      remedy:
        "Let that source leave items out, or use images(), table() or rows()",
    },
  );
}

/** A pipeline that is not of this machine. */
export function cleanOfWeb(spoken: string): PipelineError {
  return new PipelineError(
    `Cannot clean "${spoken}": choices stand beside a pipeline of this machine`,
    {
      stage: "command",
      item: spoken,
      remedy: `Copy it first: deno task vendor ${spoken}`,
    },
  );
}
