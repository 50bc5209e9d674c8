import { PipelineError } from "./pipeline_error.ts";

/** A file of tensors is damaged, or is something else. */
export function brokenTensors(
  name: string,
  fact: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError(`Cannot read tensors from "${name}": ${fact}`, {
    item: name,
    remedy: "Fetch or write the file again: it is not what was written",
    cause,
  });
}

/** A file is in order, but holds numbers that Leat has no type for. */
export function unreadableTensor(
  name: string,
  tensor: string,
  fact: string,
): PipelineError {
  return new PipelineError(
    `Cannot read tensor "${tensor}" from "${name}": ${fact}`,
    {
      item: name,
      remedy: "Convert the tensor to F32 or I32 where the file is made",
    },
  );
}
