import { z } from "zod";
import type { Callback } from "../../flow/stage/callback.ts";
import type { ScheduleBehaviour } from "../../flow/stage/schedule.ts";
import { callbacks } from "./_callbacks.ts";

/** What every schedule lets you choose. */
export interface TrainingOptions {
  /** Items a step; 64 unless told. */
  readonly batch?: number;
  /** Of initial weights, order, augmentation and dropout; 42 unless told. */
  readonly seed?: number;
  /** Decoupled, per unit of learning rate; 0.01 unless told. */
  readonly weightDecay?: number;
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

/** The schema of `TrainingOptions`, with fastai's defaults. */
export const training = {
  batch: z.int().min(1).default(64),
  seed: z.int().nonnegative().default(42),
  weightDecay: z.number().nonnegative().default(0.01),
  callbacks: callbacks.exactOptional(),
};

/** What a schedule tells the engine beside its phases. */
export function trainingOf(
  { batch, seed, weightDecay, callbacks }: z.output<
    z.ZodObject<typeof training>
  >,
): Omit<ScheduleBehaviour, "phases"> {
  return {
    batch,
    seed,
    weightDecay,
    ...callbacks === undefined ? {} : { callbacks },
  };
}
