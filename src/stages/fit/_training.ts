import { z } from "zod";

/** What every schedule lets you choose. */
export interface TrainingOptions {
  /** Items a step; 64 unless told. */
  readonly batch?: number;
  /** Of initial weights, order, augmentation and dropout; 42 unless told. */
  readonly seed?: number;
  /** Decoupled, per unit of learning rate; 0.01 unless told. */
  readonly weightDecay?: number;
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
};
