import type { Callback } from "./callback.ts";
import type { OptimizerSettings } from "./optimizer.ts";

/**
 * What the numbers of a training step are stored in:
 *
 * - `full`: 32 bits each
 * - `mixed`: 16 bits for activations, what reaches them and the copies of
 *   weights that they are multiplied with; 32 bits for sums, weights, statistics
 *   of norms, the loss and the optimizer
 */
export type Precision = "full" | "mixed";

/** What the optimizer is told at one step. */
export interface StepSettings {
  /** One learning rate a parameter group, first layers first. */
  readonly rates: readonly number[];
  /** How much of what was stepped along before stays: Adam's beta1. */
  readonly momentum: number;
}

/** A stretch of epochs with one set of trainable groups. */
export interface Phase {
  readonly name: string;
  readonly epochs: number;
  /** Groups before this one are frozen; 0 trains all. */
  readonly firstTrainable: number;
  /**
   * Norm layers of frozen groups neither train nor see the batch: they
   * normalise by their running statistics, which stay. Unless told, they learn.
   */
  readonly freezesNorms?: true;
  /** The settings of a step; `position` runs from 0 to (but not) 1. */
  at(position: number): StepSettings;
}

/** What a schedule needs to know to make its program. */
export interface ScheduleContext {
  /** Parameter groups of the architecture. */
  readonly groups: number;
}

/** What a `fit` does. */
export interface ScheduleBehaviour {
  /** Items a step. */
  readonly batch: number;
  /** The seed of initial weights, order, augmentation and dropout. */
  readonly seed: number;
  /** Decoupled weight decay, per unit of learning rate. */
  readonly weightDecay: number;
  /** fastai's AdamW unless told. */
  readonly optimizer?: OptimizerSettings;
  /** The momentum of every step, where it is one and the same by request. */
  readonly momentum?: number;
  /** What numbers of a step are stored in; all of them in 32 bits unless told. */
  readonly precision?: Precision;
  /** What may happen while it is followed; nothing unless told. */
  readonly callbacks?: readonly Callback[];
  /** It means nothing where weights start random. */
  readonly pretrained?: true;
  phases(context: ScheduleContext): readonly Phase[];
}
