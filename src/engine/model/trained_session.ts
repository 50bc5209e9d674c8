import { modelUnreadable } from "../../base/errors/model.ts";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import { fromTorch } from "../../flow/stage/layout.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import { openSession, type Session } from "../train/session.ts";
import type { Values } from "../train/variables.ts";
import type { StoredModel } from "./read_model.ts";

/** The values of a network's variables, out of a model. */
function valuesOf(
  { weights, folder }: StoredModel,
  variables: readonly VariableSpec[],
): Values {
  return new Map(variables.map((spec) => {
    const stored = weights.get(spec.name);
    const size = spec.shape.reduce((count, side) => count * side, 1);
    if (stored?.length !== size) {
      const found = stored ? `${stored.length} numbers` : "nothing";
      throw modelUnreadable(
        folder,
        `weights.safetensors holds ${found} for "${spec.name}", which has ${size}`,
      );
    }
    return [spec.name, fromTorch(spec, stored)];
  }));
}

/**
 * The network of a trained model, its variables as they were trained.
 *
 * @param stages the stages of the model's description
 * @throws {PipelineError} when the model does not hold what its network needs
 */
export async function trainedSession(
  tf: Tensors,
  model: StoredModel,
  stages: PipelineStages,
): Promise<Session> {
  return await openSession({
    tf,
    stages,
    fields: model.fields,
    vocabulary: model.vocabulary,
    read: (reference) => model.asset(reference),
    trained: ({ variables }) => ({
      values: valuesOf(model, variables),
      ...model.normalization ? { normalization: model.normalization } : {},
    }),
  });
}
