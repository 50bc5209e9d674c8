import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { registryName } from "../../flow/pipeline/stages.ts";
import type { WeightsFile } from "../../flow/stage/architecture.ts";
import {
  trainedWeights,
  weightsFile,
} from "../../stages/architecture/weights/trained_weights.ts";
import { registry } from "../../stages/registry.ts";

/** The trained weights that an architecture names, if it names some. */
export function weightsOf(
  { architecture: { op, version, params } }: PipelineDescription,
): WeightsFile | undefined {
  const known = registry.get(registryName("architecture", op));
  if (known?.version === version) {
    const stage = known(params);
    if (stage.role === "architecture") return stage.behaviour.weights;
  }
  // What a stage of the pipeline's own reads may be of any format.
  const { data } = trainedWeights(op).safeParse(params.weights);
  const file = weightsFile(data, op);
  if (file === undefined) return undefined;
  const { format: _, ...rest } = file;
  return rest;
}
