import type { Tensor } from "@tensorflow/tfjs-core";
import { change } from "../kernels/change.ts";
import { WEIGHTED_SUM } from "../kernels/optimizer/weighted_sum.ts";
import type { UpdateRule } from "./update_rule.ts";

/**
 * Stochastic gradient descent with momentum, not dampened, that moves from step
 * to step:
 *
 *     p ← p (1 - rate · decay)          weights only
 *     v ← momentum · v + g
 *     p ← p - rate · v
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration
 * methods", 1964; with decoupled decay, as fastai's `SGD`.
 */
function withMomentum(): UpdateRule {
  return {
    rows: ["velocity"],
    settings: ({ momentum, decay, rate }) => [momentum, 1, decay, -rate],
    idle: [1, 0, 1, 0],
    update: ({ tf, value, memory, gradient, settings: weights }) => {
      const add = (b: Tensor, a: Tensor, at: number) =>
        change(tf, WEIGHTED_SUM, { a, b, weights }, { at });
      add(gradient, memory, 0);
      add(memory, value, 2);
    },
  };
}

/** The same where momentum is 0 at each step: the gradient is what remains. */
function withoutMomentum(): UpdateRule {
  return {
    rows: [],
    settings: ({ momentum, decay, rate }) => {
      if (momentum !== 0) {
        throw new RangeError(
          `Cannot step with a momentum of ${momentum}: it was said to be always 0`,
        );
      }
      return [decay, -rate];
    },
    idle: [1, 0],
    update: ({ tf, value, gradient, settings: weights }) => {
      change(tf, WEIGHTED_SUM, { a: value, b: gradient, weights }, { at: 0 });
    },
  };
}

/** @param momentum that of every step, where it is one and the same */
export function sgd(momentum: number | undefined): UpdateRule {
  return momentum === 0 ? withoutMomentum() : withMomentum();
}
