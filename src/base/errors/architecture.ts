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
