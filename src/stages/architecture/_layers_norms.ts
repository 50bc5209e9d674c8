import type { Forward } from "../../flow/stage/architecture.ts";
import type { LayersModel, ModelLayer } from "./_layers_types.ts";
import { normalizeBatch } from "./layers/normalize_batch.ts";

/** Whether a layer normalises over all axes but the last, as ours does. */
function normalizesChannels(layer: ModelLayer): boolean {
  if (layer.getClassName() !== "BatchNormalization") return false;
  const { axis } = layer.getConfig();
  return axis === -1 || axis === layer.outputShape.length - 1;
}

/**
 * Makes the batch norms of a model do as torch's: the running variance takes
 * the unbiased one, at momentum 0.1. Keras' 0.99 would keep the statistics of
 * the old images for hundreds of steps, while the head learns from the new
 * ones. It also takes them to the engine's kernels.
 *
 * @param current the pass that is under way
 */
export function adoptNorms(model: LayersModel, current: () => Forward): void {
  for (const layer of model.layers) {
    if (!normalizesChannels(layer)) continue;
    const { scale, center, epsilon } = layer.getConfig();
    const variables = {
      ...scale === false ? {} : { weight: `${layer.name}/gamma` },
      ...center === false ? {} : { bias: `${layer.name}/beta` },
      mean: `${layer.name}/moving_mean`,
      variance: `${layer.name}/moving_variance`,
    };
    layer.call = (inputs) => {
      const [tensor] = [inputs].flat();
      if (tensor === undefined) {
        throw new TypeError(`Cannot run "${layer.name}": it has no input`);
      }
      return normalizeBatch(current(), tensor, variables, Number(epsilon));
    };
  }
}
