/**
 * Which class was taken for which.
 *
 * @module
 */
import type { Predictions } from "../../flow/stage/objective.ts";

/** What a model that names one class said of one item. */
export interface Answer {
  /** The column of the class that the item is. */
  readonly actual: number;
  /** The column of the class with the largest probability. */
  readonly predicted: number;
  /** The probability of the one predicted: how sure the model is. */
  readonly confidence: number;
  /** The probability of the right class. */
  readonly probability: number;
}

/** The column with the largest value; the first of equals, as metrics count. */
function largest(values: Float32Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    if (values[at]! > values[best]!) best = at;
  }
  return best;
}

/** What was said of each item, in the order of the set. */
export function answersOf(
  { count, columns, outputs, targets }: Predictions,
): readonly Answer[] {
  return Array.from({ length: count }, (_, row) => {
    const from = row * columns;
    const given = outputs.subarray(from, from + columns);
    const actual = largest(targets.subarray(from, from + columns));
    const predicted = largest(given);
    return {
      actual,
      predicted,
      confidence: given[predicted] ?? NaN,
      probability: given[actual] ?? NaN,
    };
  });
}

/** How many items of each class (rows) were said to be of each (columns). */
export type Confusion = readonly (readonly number[])[];

/** Counts which class was taken for which. */
export function confusionOf(
  answers: readonly Answer[],
  classes: number,
): Confusion {
  const counts = Array.from(
    { length: classes },
    () => new Array<number>(classes).fill(0),
  );
  for (const { actual, predicted } of answers) counts[actual]![predicted]! += 1;
  return counts;
}

/** A class that was taken for another. */
export interface ConfusedPair {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
}

/** The classes that were most often taken for another, the worst first. */
export function mostConfused(
  confusion: Confusion,
  limit: number,
): readonly ConfusedPair[] {
  return confusion
    .flatMap((row, actual) =>
      row.map((count, predicted) => ({ actual, predicted, count }))
    )
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((one, other) => other.count - one.count)
    .slice(0, limit);
}

/** How well one class, or one tag, is told from all others. */
export interface ClassFigures {
  /** Of what was said to be it, the share that is; NaN where nothing was. */
  readonly precision: number;
  /** Of what is it, the share that was found; NaN where nothing is. */
  readonly recall: number;
  /** The harmonic mean of both; NaN where the class occurs in neither. */
  readonly f1: number;
  /** How many items are of it. */
  readonly support: number;
}

/**
 * Figures from counts, by the definitions of sklearn's
 * `precision_recall_fscore_support`; but 0 / 0 is not a number, rather than 0.
 */
function figuresOf(
  hits: number,
  claimed: number,
  support: number,
): ClassFigures {
  return {
    precision: hits / claimed,
    recall: hits / support,
    f1: 2 * hits / (claimed + support),
    support,
  };
}

/** Figures of each class, in column order. */
export function classFigures(confusion: Confusion): readonly ClassFigures[] {
  return confusion.map((row, at) => {
    const claimed = confusion.reduce((sum, each) => sum + (each[at] ?? 0), 0);
    const support = row.reduce((sum, count) => sum + count, 0);
    return figuresOf(row[at] ?? 0, claimed, support);
  });
}

/** Figures of each tag, which is said of an item from above 0.5 on. */
export function tagFigures(
  { columns, outputs, targets }: Predictions,
): readonly ClassFigures[] {
  return Array.from({ length: columns }, (_, column) => {
    let [hits, claimed, support] = [0, 0, 0];
    for (let at = column; at < outputs.length; at += columns) {
      const predicted = outputs[at]! > 0.5;
      const actual = targets[at]! > 0.5;
      if (predicted) claimed += 1;
      if (actual) support += 1;
      if (predicted && actual) hits += 1;
    }
    return figuresOf(hits, claimed, support);
  });
}
