import type { Tensor1D, Tensor2D, Tensors } from "./tensors.ts";
import type { TargetKind } from "../kinds/targets.ts";

/** What a `loss` does. */
export interface LossBehaviour {
  /** The kinds of target that it scores. */
  readonly targets: readonly TargetKind[];
  /**
   * The loss of each item, `[batch]`.
   *
   * @param outputs `[batch, outputs]`, as the network gives them
   * @param targets `[batch, outputs]`: one-hot, values, or zeros and ones
   */
  perItem(tf: Tensors, outputs: Tensor2D, targets: Tensor2D): Tensor1D;
  /** Outputs as people read them: probabilities or values, same shape. */
  activation(tf: Tensors, outputs: Tensor2D): Tensor2D;
}

/** Predictions of a whole set, row by row. */
export interface Predictions {
  /** The kind of problem; tags may have several classes a row, or none. */
  readonly target: TargetKind;
  readonly count: number;
  /** Columns: classes, or one for a number. */
  readonly columns: number;
  /** `[count, columns]` after the loss's activation. */
  readonly outputs: Float32Array;
  /** `[count, columns]`: one-hot, values, or zeros and ones. */
  readonly targets: Float32Array;
  /** The classes in column order; empty for a number. */
  readonly classes: readonly (string | boolean)[];
}

/** What a `metric` does. */
export interface MetricBehaviour {
  readonly targets: readonly TargetKind[];
  /** Which way is good. */
  readonly better: "lower" | "higher";
  /** The metric over the whole set; never an average over batches. */
  compute(predictions: Predictions): number;
}
