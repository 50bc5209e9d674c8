import type { Forward } from "../../../flow/stage/architecture.ts";
import type { Tensor, Tensor1D } from "../../../flow/stage/tensors.ts";

/** Share of the new batch in the running statistics, as torch counts it. */
const MOMENTUM = 0.1;

/** Both `[channels]`. */
interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

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
  forward: Forward,
  tensor: Tensor,
  variables: NormVariables,
  epsilon: number,
): Tensor {
  const moments = momentsFor(forward, tensor, variables);
  return normalize(forward, tensor, moments, variables, epsilon);
}

/** The same with a tensor added, if there is one, and cut off below 0. */
export function rectifyBatch(
  forward: Forward,
  tensor: Tensor,
  variables: NormVariables & Required<Pick<NormVariables, "weight" | "bias">>,
  epsilon: number,
  added?: Tensor,
): Tensor {
  const { tf, variable } = forward;
  const moments = momentsFor(forward, tensor, variables);
  const [offset, scale] = [
    variable(variables.bias),
    variable(variables.weight),
  ];
  const used = { ...moments, offset, scale, epsilon };
  const fused = tf.batchNormRelu?.(tensor, used, added);
  if (fused !== undefined) return fused;
  const normal = normalize(forward, tensor, moments, variables, epsilon);
  return tf.relu(added ? tf.add(normal, added) : normal);
}

function normalize(
  { tf, variable }: Forward,
  tensor: Tensor,
  { mean, variance }: Moments,
  { weight, bias }: NormVariables,
  epsilon: number,
): Tensor {
  const of = (name: string | undefined) =>
    name === undefined ? undefined : variable(name) as Tensor1D;
  return tf.batchNorm(
    tensor,
    mean as Tensor1D,
    variance as Tensor1D,
    of(bias),
    of(weight),
    epsilon,
  );
}

/** What a batch is normalised by, which the running statistics take up. */
function momentsFor(
  { tf, training, variable, update, frozen }: Forward,
  tensor: Tensor,
  { mean: runningMean, variance: runningVariance }: NormVariables,
): Moments {
  const learns = training && !frozen?.(runningMean);
  if (!learns) {
    return { mean: variable(runningMean), variance: variable(runningVariance) };
  }
  const axes = tensor.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(tensor, axes);
  const count = tensor.size / (tensor.shape.at(-1) ?? 1);
  const unbias = count / Math.max(1, count - 1);
  const keep = 1 - MOMENTUM;
  update(runningMean, mean, { keep, take: MOMENTUM });
  update(runningVariance, variance, { keep, take: MOMENTUM * unbias });
  return { mean, variance };
}
