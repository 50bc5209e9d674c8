import type { Forward } from "../../../flow/stage/architecture.ts";
import type { Tensor, Tensor1D } from "../../../flow/stage/tensors.ts";

/** Share of the new batch in the running statistics, as torch counts it. */
const MOMENTUM = 0.1;

/** The names of a batch norm's variables, each `[channels]`. */
export interface NormVariables {
  /** Scale, unless there is none. */
  readonly weight?: string;
  /** Shift, unless there is none. */
  readonly bias?: string;
  readonly mean: string;
  readonly variance: string;
}

/**
 * Batch normalisation over all axes but the last, as torch does it: while
 * training a batch is normalised with its own biased variance, and the running
 * variance takes the unbiased one. A frozen one does as it does afterwards.
 */
export function normalizeBatch(
  { tf, training, variable, update, frozen }: Forward,
  tensor: Tensor,
  { weight, bias, mean: runningMean, variance: runningVariance }: NormVariables,
  epsilon: number,
): Tensor {
  const of = (name: string) => variable(name) as Tensor1D;
  const normalize = (mean: Tensor, variance: Tensor) =>
    tf.batchNorm(
      tensor,
      mean as Tensor1D,
      variance as Tensor1D,
      bias === undefined ? undefined : of(bias),
      weight === undefined ? undefined : of(weight),
      epsilon,
    );
  const learns = training && !frozen?.(runningMean);
  if (!learns) return normalize(of(runningMean), of(runningVariance));
  const axes = tensor.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(tensor, axes);
  const count = tensor.size / (tensor.shape.at(-1) ?? 1);
  const unbias = count / Math.max(1, count - 1);
  const keep = 1 - MOMENTUM;
  update(runningMean, mean, { keep, take: MOMENTUM });
  update(runningVariance, variance, { keep, take: MOMENTUM * unbias });
  return normalize(mean, variance);
}
