import { ADAM, adamNumbers } from "../kernels/optimizer/adam.ts";
import { change } from "../kernels/change.ts";
import type { UpdateRule } from "./update_rule.ts";

/**
 * AdamW, whose beta1 is the momentum of each step:
 *
 *     p ← p (1 - rate · decay)          weights only
 *     m ← β1 m + (1 - β1) g             s ← β2 s + (1 - β2) g²
 *     p ← p - rate / (1 - β1^t) · m / (√(s / (1 - β2^t)) + ε)
 *
 * The debiasing takes the present β1 to the power t, as fastai does, though β1
 * changes from step to step.
 *
 * Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
 */
export function adamW(
  { beta2, epsilon }: { readonly beta2: number; readonly epsilon: number },
): UpdateRule {
  return {
    rows: ["mean", "square"],
    settings: ({ momentum, rate, decay, steps }) =>
      adamNumbers({
        momentum,
        squareDecay: beta2,
        decay,
        rate: rate / (1 - momentum ** steps),
        squareScale: 1 / (1 - beta2 ** steps),
        epsilon,
      }),
    idle: adamNumbers({
      momentum: 1,
      squareDecay: 1,
      decay: 1,
      rate: 0,
      squareScale: 0,
      epsilon: 1,
    }),
    bases: ({ momentum }) =>
      adamNumbers({
        momentum: 0,
        squareDecay: 0,
        decay: 0,
        rate: momentum,
        squareScale: beta2,
        epsilon: 0,
      }),
    update: ({ tf, value, gradient, settings, memory: moments }) => {
      change(tf, ADAM, { value, moments, gradient, settings });
    },
  };
}
