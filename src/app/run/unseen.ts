import { epochName } from "../../flow/graph/epoch_name.ts";
import { metricNames } from "../../flow/graph/metric_names.ts";
import type { Outlook } from "../../flow/graph/outlook.ts";
import { programOf } from "../../flow/graph/program.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";

/** The names of the epochs, as far as the description alone tells them. */
function epochNames(description: PipelineDescription): readonly string[] {
  // The schedule of a pipeline's own is code, which is not run for this.
  if (!isBuiltIn(description, registry)) return ["fit"];
  const { fit, architecture } = stagesOf(description, registry);
  const { groups } = architecture.behaviour;
  return programOf(fit.behaviour, { groups, steps: 1 }).map(epochName);
}

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
  const node = (name: string, kind: string, because = later): Outlook => ({
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
    because,
  });
  return [
    node("source", "source", "not here yet"),
    node("label", "label"),
    node("split", "split"),
    node("statistics", "statistics"),
    node("input", "input"),
    ...epochNames(description).map((name) => node(name, "epoch")),
    node("predictions", "predictions"),
    ...metricNames(description.metrics).map((name) =>
      node(`metrics/${name}`, "metric")
    ),
    node("model", "model"),
  ];
}
