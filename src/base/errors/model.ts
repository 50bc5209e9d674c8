import { PipelineError } from "./pipeline_error.ts";

/** A model folder that cannot be read. */
export function modelUnreadable(folder: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot read the model in "${folder}": ${why}`, {
    stage: "model",
    item: folder,
    remedy: "Train the pipeline again, or remove the folder and train",
    cause,
  });
}

/** A pipeline that was not trained yet. */
export function modelAbsent(pipeline: string, folder: string): PipelineError {
  return new PipelineError(
    `Cannot find a model of "${pipeline}": there is none in "${folder}"`,
    {
      stage: "model",
      item: pipeline,
      remedy: `Train it first: deno task train ${pipeline}`,
    },
  );
}

/** What a model answers about: images, or rows of a table. */
export type Asked = "image" | "row" | "other";

/** A file that a model was asked about and that cannot be read. */
export function cannotPredict(
  file: string,
  asked: Asked,
  cause: unknown,
): PipelineError {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  const why = code === "ENOENT"
    ? "there is no such file"
    : code === "EISDIR"
    ? "it is a folder"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new PipelineError(`Cannot predict "${file}": ${why}`, {
    stage: "input",
    item: file,
    remedy: asked === "image"
      ? "Give the path of an image"
      : "Give a JSON file of one row or a list of rows, or a CSV file with a header",
    cause,
  });
}
