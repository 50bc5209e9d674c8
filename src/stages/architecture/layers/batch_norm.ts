import type { Tensor, Tensor1D } from "../../../flow/stage/tensors.ts";
import { filled } from "./initializers.ts";
import type { Layer } from "./layer.ts";

/** Share of the new batch in the running statistics, as torch counts it. */
const MOMENTUM = 0.1;
const EPSILON = 1e-5;

/**
 * Batch normalisation over all axes but the last, as torch does it: the batch
 * is normalised with its biased variance, while the running variance takes the
 * unbiased one.
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
    return {
      variables: [
        spec("weight", "norm", 1),
        spec("bias", "norm", beta),
        spec("running_mean", "statistic", 0),
        spec("running_var", "statistic", 1),
      ],
      layers: [{ name, shape: input }],
      output: input,
      forward: ({ tf, training, variable, update }, tensor) => {
        const of = (suffix: string) =>
          variable(`${name}.${suffix}`) as Tensor1D;
        const normalize = (mean: Tensor, variance: Tensor) =>
          tf.batchNorm(
            tensor,
            mean as Tensor1D,
            variance as Tensor1D,
            of("bias"),
            of("weight"),
            EPSILON,
          );
        if (!training) return normalize(of("running_mean"), of("running_var"));
        const axes = tensor.shape.slice(0, -1).map((_, axis) => axis);
        const { mean, variance } = tf.moments(tensor, axes);
        const count = tensor.size / (shape[0] ?? 1);
        const unbiased = tf.mul(variance, count / Math.max(1, count - 1));
        for (
          const [suffix, value] of [
            ["running_mean", mean],
            ["running_var", unbiased],
          ] as const
        ) {
          const kept = tf.mul(of(suffix), 1 - MOMENTUM);
          update(`${name}.${suffix}`, tf.add(kept, tf.mul(value, MOMENTUM)));
        }
        return normalize(mean, variance);
      },
    };
  };
}
