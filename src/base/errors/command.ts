import { PipelineError } from "./pipeline_error.ts";

/** What was typed is at fault, not the pipeline: the exit code is 2. */
const stage = "command";

const quoted = (names: readonly string[]) =>
  names.map((name) => `"${name}"`).join(", ");

/**
 * No pipeline of that name.
 *
 * @param near names to suggest; or all, where none is near
 * @param yours names in the project, if that is not Leat's own
 */
export function unknownPipeline(
  name: string,
  { near, yours, leats }: {
    readonly near: readonly string[];
    readonly yours: readonly string[];
    readonly leats: readonly string[];
  },
): PipelineError {
  return new PipelineError(`Cannot find pipeline "${name}"`, {
    stage,
    item: name,
    remedy: near.length > 0
      ? `Did you mean ${quoted(near)}? A path such as ./my/pets.ts works too`
      : `${
        yours.length > 0 ? `Here are ${quoted(yours)}; ` : ""
      }Leat comes with ${
        quoted(leats)
      }; give your own by its path, such as ./my/pets.ts`,
  });
}

/** A variable of the environment that says how often state is saved. */
export function wrongSaveEvery(value: string): PipelineError {
  return new PipelineError(
    `Cannot save every "${value}" seconds: it is no number from 0`,
    {
      stage,
      item: "LEAT_SAVE_EVERY",
      remedy: "Set LEAT_SAVE_EVERY to a number of seconds, or to nothing",
    },
  );
}

/** No pipeline file at that path. */
export function pipelineAbsent(spoken: string, file: string): PipelineError {
  return new PipelineError(
    `Cannot find pipeline "${spoken}": there is no file "${file}"`,
    {
      stage,
      item: spoken,
      remedy: "Correct the path; a relative one starts from where you are",
    },
  );
}

/** A pipeline file without the export that was asked for. */
export function unknownExport(
  file: string,
  name: string,
  exports: readonly string[],
): PipelineError {
  const wanted = name === "default" ? "default export" : `export "${name}"`;
  return new PipelineError(
    `Cannot use "${file}": it has no ${wanted} that is a pipeline`,
    {
      stage,
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

function nearestText(near: readonly string[]): string {
  return `Nearest ${near.length === 1 ? "is" : "are"} ${near.join(", ")}`;
}

/** A setting for a param that no stage has. */
export function unknownSetting(
  path: string,
  near: readonly string[],
): PipelineError {
  return new PipelineError(`Cannot set "${path}": no stage has it`, {
    stage,
    item: path,
    remedy: near.length > 0
      ? nearestText(near)
      : "Name a stage and its param, such as fit.epochs",
  });
}

/** A setting for a knob that the file does not have. */
export function unknownKnob(
  name: string,
  near: readonly string[],
): PipelineError {
  return new PipelineError(`Cannot set "${name}": the file has no such knob`, {
    stage,
    item: name,
    remedy: near.length > 0
      ? nearestText(near)
      : "Name a knob of the file, or a stage and its param, such as fit.epochs",
  });
}

/** A setting that does not fit the stage's schema. */
export function invalidSetting(
  path: string,
  value: string,
  why: string,
): PipelineError {
  return new PipelineError(`Cannot set ${path} to ${value}: ${why}`, {
    stage,
    item: path,
    remedy: "Give a value that the stage takes",
  });
}

/**
 * A drawing that cannot be put where it was asked for.
 *
 * @param path as the user wrote it
 */
export function figureUnwritable(path: string, why: string): PipelineError {
  return new PipelineError(`Cannot draw "${path}": ${why}`, {
    stage,
    item: path,
    remedy: "Give --out a file in a folder that is there and may be written",
  });
}
