import type { Outlook } from "../../flow/graph/outlook.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { namesAhead } from "./names_ahead.ts";

/**
 * The nodes of a pipeline whose source is not here yet: that they run is all
 * that can be told of them.
 *
 * @param known whether an earlier run is recorded
 */
export function unseen(
  description: PipelineDescription,
  { known }: { readonly known: boolean },
): readonly Outlook[] {
  const later = known
    ? "the source is not here yet, so no earlier result can be looked for"
    : "no record";
  return namesAhead(description).map(({ name, kind }): Outlook => ({
    name,
    kind,
    version: 0,
    params: null,
    inputs: {},
    reads: {},
    key: null,
    outHash: null,
    seconds: null,
    fate: "run",
    because: kind === "source" ? "not here yet" : later,
  }));
}
