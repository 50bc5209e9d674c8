import type { Predictions } from "../stage/objective.ts";

/**
 * What a model that looks at nothing would predict: always the majority class
 * of the training set, its share of every tag, or its mean.
 *
 * @param training the rows that the loss scores, of the training set
 * @returns one row of outputs
 */
export function constantOutputs(
  training: readonly (readonly number[])[],
  columns: number,
  kind: "category" | "quantity" | "tags",
): readonly number[] {
  const means = Array.from({ length: columns }, (_, column) => {
    const sum = training.reduce((total, row) => total + (row[column] ?? 0), 0);
    return sum / Math.max(1, training.length);
  });
  if (kind !== "category") return means;
  const best = means.indexOf(Math.max(...means));
  return means.map((_, column) => column === best ? 1 : 0);
}

/** The same predictions with every row replaced by one. */
export function withConstant(
  predictions: Predictions,
  row: readonly number[],
): Predictions {
  const { count, columns } = predictions;
  const outputs = Float32Array.from(
    { length: count * columns },
    (_, at) => row[at % columns] ?? 0,
  );
  return { ...predictions, outputs };
}
