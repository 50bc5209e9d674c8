import type { Predictions } from "../../flow/stage/objective.ts";

/** The column with the largest value of a row; the first one of equals. */
function largest(
  values: Float32Array,
  { columns }: Predictions,
  row: number,
): number {
  let best = 0;
  for (let column = 1; column < columns; column++) {
    if (values[row * columns + column]! > values[row * columns + best]!) {
      best = column;
    }
  }
  return best;
}

/** The column of the class that each row is, and of the one predicted. */
export function* classPairs(
  predictions: Predictions,
): Generator<readonly [actual: number, predicted: number]> {
  for (let row = 0; row < predictions.count; row++) {
    yield [
      largest(predictions.targets, predictions, row),
      largest(predictions.outputs, predictions, row),
    ];
  }
}

/** Whether a class was predicted for a row that may have several. */
export function isTagged(probability: number): boolean {
  return probability > 0.5;
}
