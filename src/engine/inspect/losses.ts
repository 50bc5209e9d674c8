import type { Predictions } from "../../flow/stage/objective.ts";

/** No probability is smaller: its logarithm would be no number to sort by. */
const SMALLEST = 1e-12;

const surprise = (probability: number) =>
  -Math.log(Math.max(SMALLEST, probability));

/**
 * How wrong a model is about each item, from what it answered: for a class
 * `-log p` of the right one; for tags the sum of `-log p` of what is so of each;
 * for a number the squared error. The loss that trained may smooth or weigh.
 */
export function itemLosses(
  { target, count, columns, outputs, targets }: Predictions,
): readonly number[] {
  const cell = (output: number, actual: number) => {
    if (target === "quantity") return (output - actual) ** 2;
    if (target === "tags") return surprise(actual > 0.5 ? output : 1 - output);
    return actual > 0.5 ? surprise(output) : 0;
  };
  return Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) {
      sum += cell(outputs[at]!, targets[at]!);
    }
    return sum;
  });
}

/** The rows with the largest losses, the worst first; of equals the first. */
export function worst(
  losses: readonly number[],
  limit: number,
): readonly number[] {
  // What is no number is the worst there can be.
  const size = (at: number) => {
    const loss = losses[at] ?? NaN;
    return Number.isNaN(loss) ? Infinity : loss;
  };
  return losses.map((_, at) => at)
    .sort((one, other) =>
      size(one) === size(other) ? one - other : size(other) - size(one)
    )
    .slice(0, limit);
}
