import { PipelineError } from "./pipeline_error.ts";

/** The file of an item was there when items were listed, and is not now. */
export function fileUnreadable(item: string, cause: unknown): PipelineError {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  const why = code === "ENOENT"
    ? "it was removed"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new PipelineError(`Cannot read "${item}": ${why}`, {
    stage: "input",
    item,
    remedy: "Put the file back, or run again to list the files anew",
    cause,
  });
}

/** A set lost all its items, because none of them could be read. */
export function noneReadable(
  set: "train" | "valid" | "test",
  count: number,
  why: string,
): PipelineError {
  return new PipelineError(
    `Cannot use the set "${set}": none of its ${count} items could be read; the first: ${why}`,
    {
      stage: "input",
      item: set,
      remedy: "Mend the files, or let the source list others",
    },
  );
}

/** Under `--strict`, items that could not be read. */
export function unreadableItems(
  items: readonly { readonly item: string; readonly why: string }[],
): PipelineError {
  const [first] = items;
  const { item = "", why = "an item is broken" } = first ?? {};
  const fact = why.includes(item) ? why : `${item}: ${why}`;
  const more = items.length > 1 ? `, and ${items.length - 1} more` : "";
  return new PipelineError(
    `Cannot read every item: ${fact}${more}`,
    {
      stage: "input",
      item,
      remedy: "Mend or remove the files, or run without --strict",
    },
  );
}
