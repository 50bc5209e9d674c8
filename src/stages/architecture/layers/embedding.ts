import { embeddingNormal } from "./initializers.ts";
import type { Layer } from "./layer.ts";
import type { Tensor1D, Tensor2D } from "../../../flow/stage/tensors.ts";

/**
 * How long the vectors of a column with that many values are.
 *
 * Source: fastai's `emb_sz_rule`, `min(600, round(1.6 n^0.56))`.
 */
export function embeddingLength(cardinality: number): number {
  return Math.min(600, Math.round(1.6 * cardinality ** 0.56));
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
          tf.gather(
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
