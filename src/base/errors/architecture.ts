import { PipelineError } from "./pipeline_error.ts";

const stage = "architecture";

/** The input gives an architecture something that it cannot read. */
export function wrongInput(
  op: string,
  reads: string,
  given: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot build ${op}: it reads ${reads}, and the input gives ${
      given.join(", ") || "nothing"
    }`,
    { stage, item: op, remedy: "Choose another input or another architecture" },
  );
}

/** Trained weights do not hold what the architecture needs. */
export function weightsDiffer(
  op: string,
  weights: string,
  missing: readonly string[],
  misshaped: readonly string[],
): PipelineError {
  const list = (names: readonly string[]) =>
    names.length > 6
      ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more`
      : names.join(", ");
  const parts = [
    ...missing.length > 0 ? [`missing ${list(missing)}`] : [],
    ...misshaped.length > 0 ? [`of another shape ${list(misshaped)}`] : [],
  ];
  return new PipelineError(
    `Cannot load weights "${weights}" into ${op}: ${parts.join("; ")}`,
    {
      stage,
      item: weights,
      remedy: "Give weights that were made for this architecture",
    },
  );
}

/** Trained weights were asked for and are not there. */
export function weightsAbsent(weights: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot read weights "${weights}": ${why}`, {
    stage,
    item: weights,
    remedy:
      "Put the file there, or leave weights out to start from random ones",
    cause,
  });
}

/** A layers model has no layer of that name. */
export function unknownCut(
  model: string,
  cut: string,
  nearest: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot cut layers model "${model}" at "${cut}": it has no such layer`,
    { stage, item: cut, remedy: `Cut at one of ${nearest.join(", ")}` },
  );
}

/** A layers model is cut where images have become something else. */
export function cutGivesNoImage(
  model: string,
  cut: string,
  shape: readonly number[],
): PipelineError {
  return new PipelineError(
    `Cannot cut layers model "${model}" at "${cut}": its output is [${
      shape.join(", ")
    }], not rows, columns and channels`,
    { stage, item: cut, remedy: "Cut at an earlier layer" },
  );
}

/** A layers model that tfjs does not make. */
export function layersModelBroken(
  model: string,
  cause: unknown,
): PipelineError {
  const [why] = String(cause instanceof Error ? cause.message : cause)
    .split("\n");
  return new PipelineError(`Cannot build layers model "${model}": ${why}`, {
    stage,
    item: model,
    remedy: "Give the model.json of a model of tfjs' own layers",
    cause,
  });
}

/** A layers model does not read what the input gives. */
export function layersModelInput(
  model: string,
  expected: string,
  given: string,
): PipelineError {
  return new PipelineError(
    `Cannot use layers model "${model}": it reads ${expected}, and the input gives ${given}`,
    { stage, item: model, remedy: "Change input.size or the model" },
  );
}
