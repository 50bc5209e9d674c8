import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { registryName } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";

/** The trained weights that an architecture names, if it names some. */
export function weightsOf(
  { architecture: { op, version, params } }: PipelineDescription,
): string | undefined {
  const known = registry.get(registryName("architecture", op));
  if (known?.version === version) {
    const stage = known(params);
    if (stage.role === "architecture") return stage.behaviour.weights;
  }
  const { weights } = params;
  return typeof weights === "string" ? weights : undefined;
}
