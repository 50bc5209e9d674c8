import { filled } from "./initializers.ts";
import type { Layer } from "./layer.ts";
import { normalizeBatch, rectifyBatch } from "./normalize_batch.ts";

const EPSILON = 1e-5;

/**
 * Batch normalisation over all axes but the last, with torch's names.
 *
 * @param beta the first shift: 0 in torchvision's bodies, 1e-3 in fastai's head
 */
export function batchNorm(beta = 0): Layer {
  return ({ name, group, input }) => {
    const shape = [input.at(-1) ?? 0];
    const spec = (
      suffix: string,
      role: "norm" | "statistic",
      value: number,
    ) => ({
      name: `${name}.${suffix}`,
      shape,
      role,
      group,
      init: () => filled(value)(undefined as never, shape),
    });
    const variables = {
      weight: `${name}.weight`,
      bias: `${name}.bias`,
      mean: `${name}.running_mean`,
      variance: `${name}.running_var`,
    };
    return {
      variables: [
        spec("weight", "norm", 1),
        spec("bias", "norm", beta),
        spec("running_mean", "statistic", 0),
        spec("running_var", "statistic", 1),
      ],
      layers: [{ name, shape: input }],
      output: input,
      forward: (forward, tensor) =>
        normalizeBatch(forward, tensor, variables, EPSILON),
      rectified: (forward, tensor, added) =>
        rectifyBatch(forward, tensor, variables, EPSILON, added),
    };
  };
}
