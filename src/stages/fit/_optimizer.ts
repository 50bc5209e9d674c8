import { z } from "zod";
import {
  DEFAULT_OPTIMIZER,
  type OptimizerSettings,
  STEADY,
  type Steady,
} from "../../flow/stage/optimizer.ts";
import type { Phase } from "../../flow/stage/schedule.ts";
import { type AdamW, adamWValue } from "./optimizer/adam_w.ts";
import { type Sgd, sgdValue } from "./optimizer/sgd.ts";

/** What makes a step of a gradient. */
export type Optimizer = AdamW | Sgd;

/** The schema of {@linkcode Optimizer}. */
export const optimizer = z.discriminatedUnion("op", [adamWValue, sgdValue], {
  error: "must be adamW() or sgd()",
});

/** What the engine must know; the momentum is part of the program. */
export function settingsOf(optimizer: Optimizer): OptimizerSettings {
  if (optimizer.op === "sgd") return { op: "sgd" };
  const { op, beta2, epsilon } = optimizer;
  return { op, beta2, epsilon };
}

/** The momentum and weight decay of steps where nobody says. */
export function steadyOf(optimizer?: Optimizer): Steady {
  return STEADY[optimizer?.op ?? DEFAULT_OPTIMIZER.op];
}

/** The momentum that an optimizer is given for every step, if any. */
export function momentumOf(optimizer?: Optimizer): number | undefined {
  return optimizer?.op === "sgd" ? optimizer.momentum : optimizer?.beta1;
}

/** The same phases with the momentum that the optimizer is given, if any. */
export function withMomentumOf(
  optimizer: Optimizer | undefined,
  phases: readonly Phase[],
): readonly Phase[] {
  const momentum = momentumOf(optimizer);
  if (momentum === undefined) return phases;
  return phases.map((phase) => ({
    ...phase,
    at: (position) => ({ ...phase.at(position), momentum }),
  }));
}
