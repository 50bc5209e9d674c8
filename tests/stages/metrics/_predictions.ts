import type { Predictions } from "../../../src/flow/stage/objective.ts";

const names = ["ant", "bee", "cat", "dog"];

/** Predictions of one class an item, by columns. */
export function predicted(
  pairs: readonly (readonly [actual: number, predicted: number])[],
  columns: number,
): Predictions {
  const oneHot = (column: number) =>
    Array.from({ length: columns }, (_, at) => Number(at === column));
  return {
    target: "category",
    count: pairs.length,
    columns,
    outputs: new Float32Array(pairs.flatMap(([, column]) => oneHot(column))),
    targets: new Float32Array(pairs.flatMap(([column]) => oneHot(column))),
    classes: names.slice(0, columns),
  };
}

/** Predictions of any number of classes an item. */
export function tagged(
  outputs: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): Predictions {
  const columns = targets[0]!.length;
  return {
    target: "tags",
    count: targets.length,
    columns,
    outputs: new Float32Array(outputs.flat()),
    targets: new Float32Array(targets.flat()),
    classes: names.slice(0, columns),
  };
}

/** Predictions of a number. */
export function measured(
  outputs: readonly number[],
  targets: readonly number[],
): Predictions {
  return {
    target: "quantity",
    count: targets.length,
    columns: 1,
    outputs: new Float32Array(outputs),
    targets: new Float32Array(targets),
    classes: [],
  };
}
