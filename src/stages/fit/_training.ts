import { z } from "zod";
import type { Callback } from "../../flow/stage/callback.ts";
import type {
  Phase,
  Precision,
  ScheduleBehaviour,
} from "../../flow/stage/schedule.ts";
import { callbacks } from "./_callbacks.ts";
import {
  momentumOf,
  type Optimizer,
  optimizer,
  settingsOf,
  steadyOf,
  withMomentumOf,
} from "./_optimizer.ts";

/** What every schedule lets you choose. */
export interface TrainingOptions {
  /** Items a step; 64 unless told. */
  readonly batch?: number;
  /** Of initial weights, order, augmentation and dropout; 42 unless told. */
  readonly seed?: number;
  /**
   * Decoupled, per unit of learning rate; 0.01 of `adamW()` and none of `sgd()`
   * unless told.
   */
  readonly weightDecay?: number;
  /** What makes a step of a gradient; `adamW()` unless told. */
  readonly optimizer?: Optimizer;
  /**
   * What the numbers of a step are stored in; `"full"`, 32 bits, unless told.
   * `"mixed"` stores in 16 bits what takes room: activations, what reaches them
   * and the weights they are multiplied with. Sums, weights, statistics of norms,
   * the loss and the optimizer keep 32, and the loss is scaled as torch's
   * `GradScaler` does. It asks for an adapter with `shader-f16`.
   */
  readonly precision?: Precision;
  /**
   * What may happen while the schedule is followed; nothing unless told. A loss
   * that is not a number needs none: it always ends the training with an error.
   */
  readonly callbacks?: readonly Callback[];
}

/** The number of passes over the training set. */
export const epochs = z.int().min(1);

/** A rate, or a divisor of one. */
export const positive = z.number().positive();

/** A share of the steps, in which the rate rises. */
export const share = z.number().gt(0).lt(1);

/** How much of what was stepped along before stays. */
export const momentum = z.number().min(0).lt(1);

/** The schema of `TrainingOptions`, with fastai's defaults. */
export const training = {
  batch: z.int().min(1).default(64),
  seed: z.int().nonnegative().default(42),
  weightDecay: z.number().nonnegative().exactOptional(),
  optimizer: optimizer.exactOptional(),
  precision: z.enum(["full", "mixed"]).exactOptional(),
  callbacks: callbacks.exactOptional(),
};

/** The same params, with the weight decay of their optimizer unless told. */
export function withDecay<
  P extends { optimizer?: Optimizer; weightDecay?: number },
>(params: P): P & { weightDecay: number } {
  const { optimizer, weightDecay = steadyOf(optimizer).weightDecay } = params;
  return { ...params, weightDecay };
}

/** What a schedule does, of what all have in common and its own phases. */
export function scheduleOf(
  { batch, seed, weightDecay, optimizer, precision, callbacks }:
    & z.output<z.ZodObject<typeof training>>
    & { readonly weightDecay: number },
  phases: ScheduleBehaviour["phases"],
): ScheduleBehaviour {
  const momentum = momentumOf(optimizer);
  return {
    batch,
    seed,
    weightDecay,
    ...optimizer === undefined ? {} : { optimizer: settingsOf(optimizer) },
    ...momentum === undefined ? {} : { momentum },
    ...precision === "mixed" ? { precision } : {},
    ...callbacks === undefined ? {} : { callbacks },
    phases: (context) => withMomentumOf(optimizer, phases(context)),
  };
}

/** One phase in which all parameter groups train. */
export function wholeTraining(epochs: number, at: Phase["at"]): Phase {
  return { name: "training", epochs, firstTrainable: 0, at };
}
