import type { Tensor } from "@tensorflow/tfjs-core";
import {
  WEIGHTED_SUM,
  type WeightedSumSettings,
} from "../kernels/weighted_sum.ts";
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
    update: ({ tf, value, memory, gradient, momentum, rate, decay }) => {
      const sum = (a: Tensor, b: Tensor, settings: WeightedSumSettings) =>
        tf.engine().runKernel<Tensor>(WEIGHTED_SUM, { a, b }, { ...settings });
      const velocity = sum(memory, gradient, {
        weightA: momentum,
        weightB: 1,
      });
      return {
        memory: velocity,
        value: sum(value, velocity, { weightA: decay, weightB: -rate }),
      };
    },
  };
}
