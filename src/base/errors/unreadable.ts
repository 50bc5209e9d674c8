import { PipelineError } from "./pipeline_error.ts";

/** Under `--strict`, items that could not be read. */
export function unreadableItems(
  items: readonly { readonly item: string; readonly why: string }[],
): PipelineError {
  const [first] = items;
  const more = items.length > 1 ? `, and ${items.length - 1} more` : "";
  return new PipelineError(
    `Cannot read every item: ${first?.why ?? "an item is broken"}${more}`,
    {
      stage: "input",
      item: first?.item ?? "",
      remedy: "Mend or remove the files, or run without --strict",
    },
  );
}
