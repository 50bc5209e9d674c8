import { PipelineError } from "./pipeline_error.ts";

const stage = "command";

/** No item of that name is in the pipeline. */
export function unknownItem(
  item: string,
  near: readonly string[],
): PipelineError {
  return new PipelineError(`Cannot find item "${item}"`, {
    stage,
    item,
    remedy: near.length > 0
      ? `Nearest are ${near.map((each) => `"${each}"`).join(", ")}`
      : "Name an item as the source lists it",
  });
}

/** An item of the test set, or of no set. */
export function itemApart(item: string, set: "test" | null): PipelineError {
  return new PipelineError(
    set === "test"
      ? `Cannot look at "${item}": it is in the test set, which is sealed`
      : `Cannot look at "${item}": it is in no set`,
    {
      stage,
      item,
      remedy: "Name an item of the training or the validation set",
    },
  );
}
