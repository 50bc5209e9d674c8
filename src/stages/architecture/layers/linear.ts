import type { Tensor2D } from "../../../flow/stage/tensors.ts";
import type { VariableSpec } from "../../../flow/stage/architecture.ts";
import {
  type Initializer,
  kaimingNormal,
  torchUniform,
} from "./initializers.ts";
import type { Layer } from "./layer.ts";

/** The shape and start of a linear layer. */
export interface LinearOptions {
  readonly units: number;
  /** Whether a bias is added; torch's default start for it. */
  readonly bias?: boolean;
  /** He's normal by the inputs by default, as in fastai's head. */
  readonly init?: Initializer;
}

/** A matrix product: `[batch, in]` to `[batch, units]`. */
export function linear(
  { units, bias = false, init = kaimingNormal("in") }: LinearOptions,
): Layer {
  return ({ name, group, input }) => {
    const inputs = input[0] ?? 0;
    const shape = [inputs, units];
    const weight: VariableSpec = {
      name: `${name}.weight`,
      shape,
      role: "weight",
      layout: "linear",
      group,
      init: (random) => init(random, shape),
    };
    const shift: VariableSpec = {
      name: `${name}.bias`,
      shape: [units],
      role: "bias",
      group,
      init: (random) => torchUniform(inputs)(random, [units]),
    };
    return {
      variables: bias ? [weight, shift] : [weight],
      layers: [{ name, shape: [units] }],
      output: [units],
      forward: ({ tf, variable }, tensor) => {
        const product = tf.matMul(
          tensor as Tensor2D,
          variable(weight.name) as Tensor2D,
        );
        return bias ? tf.add(product, variable(shift.name)) : product;
      },
    };
  };
}
