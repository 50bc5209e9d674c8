import type { GradSaveFunc } from "@tensorflow/tfjs-core";
import { embeddingNormal } from "./initializers.ts";
import type { Layer } from "./layer.ts";
import type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensors,
} from "../../../flow/stage/tensors.ts";

/**
 * How long the vectors of a column with that many values are.
 *
 * Source: fastai's `emb_sz_rule`, `min(600, round(1.6 n^0.56))`.
 */
export function embeddingLength(cardinality: number): number {
  return Math.min(600, Math.round(1.6 * cardinality ** 0.56));
}

/**
 * The rows of a table at some codes. Its gradient is a matrix product: tfjs'
 * own adds with atomics, in an order that a GPU decides anew each time.
 */
function rowsAt(tf: Tensors, table: Tensor2D, codes: Tensor1D): Tensor {
  const count = table.shape[0];
  const look = tf.customGrad((table, keep) => {
    // tfjs hands the function that keeps tensors for the gradient over last.
    (keep as GradSaveFunc)([codes]);
    return {
      value: tf.gather(table as Tensor2D, codes),
      gradFunc: (dy: Tensor, kept: Tensor[]) => {
        const which = tf.oneHot(kept[0] ?? codes, count, 1, 0, "float32");
        return tf.matMul(which as Tensor2D, dy as Tensor2D, true);
      },
    };
  });
  return look(table);
}

/**
 * One learned vector a code, a table a column, side by side:
 * `[b, columns]` codes to `[b, sum of lengths]`.
 */
export function embeddings(cardinalities: readonly number[]): Layer {
  const init = embeddingNormal();
  return ({ name, group }) => {
    const tables = cardinalities.map((cardinality, column) => ({
      name: `${name}.${column}.weight`,
      shape: [cardinality, embeddingLength(cardinality)],
    }));
    const output = [
      tables.reduce((sum, { shape }) => sum + (shape[1] ?? 0), 0),
    ];
    return {
      variables: tables.map(({ name, shape }) => ({
        name,
        shape,
        role: "weight" as const,
        group,
        init: (random) => init(random, shape),
      })),
      layers: [{ name, shape: output }],
      output,
      forward: ({ tf, variable }, tensor) => {
        const columns = tf.unstack(tensor, 1);
        const vectors = tables.map(({ name }, column) =>
          rowsAt(
            tf,
            variable(name) as Tensor2D,
            tf.cast(columns[column] ?? tensor, "int32") as Tensor1D,
          )
        );
        return vectors.length === 1 && vectors[0]
          ? vectors[0]
          : tf.concat(vectors, 1);
      },
    };
  };
}
