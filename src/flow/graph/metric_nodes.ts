import type { PipelineDescription } from "../pipeline/description.ts";
import { metricNames } from "./metric_names.ts";
import type { Computed } from "./node.ts";
import { plain } from "./plain.ts";

/** Raise when a metric of the same predictions may be another. */
const VERSION = 1;

/** A node for each metric over some predictions, by name. */
export function metricNodes(
  { metrics }: PipelineDescription,
  predictions: Computed,
  nameOf: (plain: string) => string = (plain) => plain,
): readonly (readonly [string, Computed])[] {
  const names = metricNames(metrics);
  return metrics.map((metric, at) => {
    const name = nameOf(names[at] ?? metric.op);
    return [name, {
      name: `metrics/${name}`,
      kind: "metric",
      version: VERSION,
      params: plain(metric),
      inputs: { predictions },
    }];
  });
}
