/**
 * The tensor operations that a stage is handed when it runs.
 *
 * Stages import the types of tfjs only: describing, planning and hashing a
 * pipeline must start no engine. The engine passes the real module in.
 *
 * @module
 */
import type * as Tf from "@tensorflow/tfjs-core";

/** The tfjs operations: `tf.add`, `tf.conv2d`, …, and what an engine adds. */
export type Tensors = Omit<typeof Tf, "default"> & Partial<EngineOperations>;

/** What a batch is normalised with, each `[channels]`. */
export interface BatchNormalization {
  readonly mean: Tf.Tensor;
  readonly variance: Tf.Tensor;
  readonly offset: Tf.Tensor;
  readonly scale: Tf.Tensor;
  readonly epsilon: number;
}

/** Operations that do what several of tfjs do, where they can. */
export interface EngineOperations {
  /**
   * `relu(batchNorm(x) + added)`, in the shape of `x`; `undefined` where that is
   * left to tfjs. A mean and a variance that are not what `moments(x)` gave are
   * taken for constants: no gradient goes through them.
   */
  batchNormRelu(
    x: Tf.Tensor,
    used: BatchNormalization,
    added?: Tf.Tensor,
  ): Tf.Tensor | undefined;
}

export type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
} from "@tensorflow/tfjs-core";

/** The fields of a batch, each `[batch, ...field shape]`. */
export type Batch = { readonly [field: string]: Tf.Tensor };
