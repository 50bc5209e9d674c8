import type { Tensor } from "@tensorflow/tfjs-core";
import { change } from "../kernels/change.ts";
import { WEIGHTED_SUM } from "../kernels/weighted_sum.ts";
import type { UpdateRule } from "./update_rule.ts";

/**
 * Stochastic gradient descent with momentum, not dampened:
 *
 *     p ← p (1 - rate · decay)          weights only
 *     v ← momentum · v + g
 *     p ← p - rate · v
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration
 * methods", 1964; with decoupled decay, as fastai's `SGD`.
 */
export function sgd(): UpdateRule {
  return {
    rows: ["velocity"],
    settings: ({ momentum, decay, rate }) => [momentum, 1, decay, -rate],
    update: ({ tf, value, memory, gradient, settings: weights }) => {
      const add = (b: Tensor, a: Tensor, at: number) =>
        change(tf, WEIGHTED_SUM, { a, b, weights }, { at });
      add(gradient, memory, 0);
      add(memory, value, 2);
    },
  };
}
