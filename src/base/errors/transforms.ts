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

/** Transforms change images, and the input gives none. */
export function nothingToTransform(): PipelineError {
  return new PipelineError(
    "Cannot transform the items of a batch: the input gives no image",
    {
      stage: "transforms",
      item: "transforms",
      remedy: "Remove transforms, which are for images",
    },
  );
}

/** Two transforms that mix images. */
export function mixedTwice(first: string, second: string): PipelineError {
  const both = first === second
    ? `${first}() twice`
    : `${first}() and ${second}()`;
  return new PipelineError(
    `Cannot use ${both}: a batch is mixed once, with two labels to an item`,
    {
      stage: "transforms",
      item: second,
      remedy: "Keep one of them",
    },
  );
}

/** A transform of single images after what mixes them. */
export function nothingAfter(mixing: string, after: string): PipelineError {
  return new PipelineError(
    `Cannot use ${after}() after ${mixing}(): what mixes images comes last`,
    {
      stage: "transforms",
      item: mixing,
      remedy: `Put ${mixing}() at the end of transforms`,
    },
  );
}

/** A transform of images after what erases parts of them. */
export function erasedBefore(erasing: string, after: string): PipelineError {
  return new PipelineError(
    `Cannot use ${after}() after ${erasing}(): noise is put in once all else is done to an image`,
    {
      stage: "transforms",
      item: erasing,
      remedy: `Put ${after}() before ${erasing}()`,
    },
  );
}

/** A transform that may stand in a pipeline once. */
export function twice(op: string): PipelineError {
  return new PipelineError(`Cannot use ${op}() twice: one result is reported`, {
    stage: "transforms",
    item: op,
    remedy: "Keep one of them",
  });
}

/** Views of an image that would all be the same. */
export function nothingVaries(): PipelineError {
  return new PipelineError(
    "Cannot augment at test time: no transform of the pipeline varies an image",
    {
      stage: "transforms",
      item: "testTimeAugmentation",
      remedy: "Add one that does, such as flip(), and train with it",
    },
  );
}
