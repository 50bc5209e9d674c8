import { PipelineError } from "./pipeline_error.ts";

/** Outputs are kept between two numbers, and the loss scores classes. */
export function rangeOfClasses(
  architecture: string,
  [low, high]: readonly [low: number, high: number],
  loss: string,
): PipelineError {
  return new PipelineError(
    `Cannot keep the outputs of ${architecture}() between ${low} and ${high}: ${loss}() scores classes, and yRange is for a number to predict`,
    {
      stage: "architecture",
      item: "yRange",
      remedy: "Leave out yRange, or label with a number and use mse()",
    },
  );
}

/** Fine-tuning of what was never trained. */
export function nothingToFineTune(
  fit: string,
  architecture: string,
): PipelineError {
  return new PipelineError(
    `Cannot fit ${architecture}() with ${fit}(): it starts from random weights`,
    {
      stage: "fit",
      item: fit,
      remedy: "Give the architecture weights, or fit with oneCycle()",
    },
  );
}
