/**
 * What may happen while a schedule is followed, as plain values: they are part
 * of the params of a `fit`. What looks at figures of an epoch decides once the
 * epoch is done; what looks at gradients acts at every step.
 *
 * @module
 */

/** A figure of each epoch, and when it counts as better than all before. */
export interface Monitoring {
  /** `valid_loss`, `train_loss`, or a metric by its name in tables. */
  readonly monitor: string;
  /** Which is better; what the loss or the metric says unless given. */
  readonly comparison?: "less" | "greater";
  /** Better by this or less is not better. */
  readonly minDelta: number;
}

/** Ends a phase that leads nowhere. */
export interface EarlyStopping extends Monitoring {
  readonly op: "earlyStopping";
  /** Epochs in a row without a better figure. */
  readonly patience: number;
}

/** Ends a phase with the weights of its best epoch. */
export interface KeepBest extends Monitoring {
  readonly op: "keepBest";
}

/** Divides all learning rates for the rest of a phase. */
export interface ReduceOnPlateau extends Monitoring {
  readonly op: "reduceOnPlateau";
  /** Epochs in a row without a better figure. */
  readonly patience: number;
  readonly factor: number;
  /** No rate is divided below this. */
  readonly minLearningRate: number;
}

/** Bounds the gradients of a step. */
export interface ClipGradients {
  readonly op: "clipGradients";
  readonly limit: number;
  /** The norm of all of them together, or each number by itself. */
  readonly by: "norm" | "value";
}

/** Steps once for several batches. */
export interface AccumulateGradients {
  readonly op: "accumulateGradients";
  /** Items a step of the optimizer. */
  readonly samples: number;
}

/** What decides between epochs. */
export type Tracker = EarlyStopping | KeepBest | ReduceOnPlateau;

/** Anything in the `callbacks` of a `fit`. */
export type Callback = Tracker | ClipGradients | AccumulateGradients;

/** Those that decide between epochs. */
export function trackersAmong(
  callbacks: readonly Callback[],
): readonly Tracker[] {
  return callbacks.filter((each) => "monitor" in each);
}

/** Those that act on the gradients of a step; at most one of each. */
export interface GradientCallbacks {
  readonly clip?: ClipGradients;
  readonly accumulate?: AccumulateGradients;
}

/** What is done to gradients, whatever the order it is listed in. */
export function gradientCallbacks(
  callbacks: readonly Callback[],
): GradientCallbacks {
  const clip = callbacks.find((each) => each.op === "clipGradients");
  const accumulate = callbacks.find((each) =>
    each.op === "accumulateGradients"
  );
  return { ...clip ? { clip } : {}, ...accumulate ? { accumulate } : {} };
}
