import type { Store } from "../../base/store/store.ts";
import type { Front } from "../../flow/graph/front.ts";
import { frontTraces } from "../../flow/graph/front_traces.ts";
import type { Outlook } from "../../flow/graph/outlook.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { recordedFront } from "./front_record.ts";

/** The steps in front: new is what gave something that was never recorded. */
export async function frontOutlook(
  description: PipelineDescription,
  front: Front,
  store: Store,
): Promise<readonly Outlook[]> {
  const recorded = await recordedFront(store, front);
  return frontTraces(description, front).map((trace) => ({
    ...trace,
    fate: recorded.has(trace.name) ? "reuse" : "run",
    reads: Object.fromEntries(
      Object.keys(trace.inputs).map((name) => [name, name]),
    ),
  }));
}
