/**
 * The tensor operations that a stage is handed when it runs.
 *
 * Stages import the types of tfjs only: describing, planning and hashing a
 * pipeline must start no engine. The engine passes the real module in.
 *
 * @module
 */
import type * as Tf from "@tensorflow/tfjs-core";

/** The tfjs operations: `tf.add`, `tf.conv2d`, … */
export type Tensors = Omit<typeof Tf, "default">;

export type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
} from "@tensorflow/tfjs-core";

/** The fields of a batch, each `[batch, ...field shape]`. */
export type Batch = { readonly [field: string]: Tf.Tensor };
