import { epochName } from "../../flow/graph/epoch_name.ts";
import { metricNames } from "../../flow/graph/metric_names.ts";
import { programOf } from "../../flow/graph/program.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";

/** A node that is known by its name alone. */
export interface NameAhead {
  readonly name: string;
  readonly kind: string;
}

/** The names of the epochs, as far as the description alone tells them. */
function epochNames(description: PipelineDescription): readonly string[] {
  // The schedule of a pipeline's own is code, which is not run for this.
  if (!isBuiltIn(description, registry)) return ["fit"];
  const { fit, architecture } = stagesOf(description, registry);
  const { groups } = architecture.behaviour;
  return programOf(fit.behaviour, { groups, steps: 1 }).map(epochName);
}

/** What a pipeline is made of, in the order of the flow, before it is read. */
export function namesAhead(
  description: PipelineDescription,
): readonly NameAhead[] {
  const own = (name: string) => ({ name, kind: name });
  return [
    ...["source", "label", "split", "statistics", "input"].map(own),
    ...epochNames(description).map((name) => ({ name, kind: "epoch" })),
    own("predictions"),
    ...metricNames(description.metrics).map((name) => ({
      name: `metrics/${name}`,
      kind: "metric",
    })),
    own("model"),
  ];
}
