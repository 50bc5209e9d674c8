import { PipelineError } from "./pipeline_error.ts";

const quote = (id: string) => JSON.stringify(id);

/** Two items that cannot be told apart. */
export function itemTwice(id: string): PipelineError {
  return new PipelineError(
    `Cannot use ${quote(id)}: two items of the source have this id`,
    {
      stage: "source",
      item: id,
      remedy: "Give each item an id of its own",
    },
  );
}

/** A set that names an item which is not there. */
export function itemUnknown(id: string, set: string): PipelineError {
  return new PipelineError(
    `Cannot put ${quote(id)} into "${set}": the source lists no such item`,
    { stage: "split", item: id, remedy: "Divide the items that are listed" },
  );
}

/** An item that would be learned from and judged by. */
export function itemInTwoSets(
  id: string,
  one: string,
  other: string,
): PipelineError {
  return new PipelineError(
    one === other
      ? `Cannot put ${quote(id)} into "${one}" twice`
      : `Cannot put ${quote(id)} into both "${one}" and "${other}"`,
    { stage: "split", item: id, remedy: "Put each item into one set" },
  );
}

/** Labels that do not go with the items. */
export function labelsMiscounted(labels: number, items: number): PipelineError {
  return new PipelineError(
    `Cannot label ${items} items with ${labels} labels`,
    { stage: "label", item: "label", remedy: "Give each item one label" },
  );
}

/** No item to validate on. */
export function nothingToValidate(): PipelineError {
  return new PipelineError(
    "Cannot judge what is learned: the validation set has no items",
    {
      stage: "split",
      item: "valid",
      remedy: "Leave some items for validation",
    },
  );
}
