import { unreadableItems } from "../../base/errors/unreadable.ts";
import type { Emit } from "../../flow/events/event.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { Listing } from "../../flow/stage/source.ts";
import type { Division } from "../child/divide.ts";

/** Who lists the items, and who runs the functions of the pipeline. */
export interface FrontSteps {
  list(): Promise<Listing>;
  divide(
    items: readonly { readonly id: string; readonly item: Json }[],
  ): Promise<Division> | Division;
}

/**
 * Lists, labels and splits, and tells what a user must know of it: notices
 * first, then what was skipped, then warnings.
 *
 * @throws {PipelineError} when something was skipped and the run is strict
 */
export async function prepareFront(
  { list, divide }: FrontSteps,
  { emit, strict }: { readonly emit: Emit; readonly strict: boolean },
): Promise<Front> {
  const { items, skipped, notices } = await list();
  for (const text of notices) emit({ type: "notice", text });
  for (const { item, why } of skipped) emit({ type: "unreadable", item, why });
  if (strict && skipped.length > 0) throw unreadableItems(skipped);
  const { labels, sets, warnings } = await divide(items);
  for (const text of warnings) emit({ type: "warning", stage: "split", text });
  return { items, labels, sets };
}
