import { PipelineError } from "./pipeline_error.ts";

/** Mixing changes images, and the input gives none. */
export function nothingToMix(): PipelineError {
  return new PipelineError(
    "Cannot mix the items of a batch: the input gives no image",
    {
      stage: "transforms",
      item: "mixup",
      remedy: "Remove mixup() or cutmix(), which are for images",
    },
  );
}
