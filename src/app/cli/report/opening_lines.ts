import type { Opening } from "../../runs/openings.ts";
import { figure } from "../../format.ts";
import { when } from "./when.ts";

/** More openings than that are counted. */
const NAMED = 10;

/**
 * An opening in a line: when, what was seen, and why.
 *
 * @param testSet the test set at hand: others are marked
 */
export function openingLine(
  { when: iso, pipeline, outcome, reason, testSet }: Opening,
  present?: string,
): string {
  const figures = outcome === null
    ? "came to no end"
    : Object.entries(outcome.metrics)
      .map(([name, value]) => `${name} ${figure(value)}`).join("  ");
  const other = present !== undefined && present !== testSet
    ? ", of other items"
    : "";
  return `${when(iso)}  ${figures}  "${reason}" (${pipeline}${other})`;
}

/**
 * How often a test set was opened before.
 *
 * @param before the earliest first
 */
export function openedBefore(
  spoken: string,
  before: readonly Opening[],
  testSet: string,
): readonly string[] {
  const { length } = before;
  if (length === 0) {
    return [`The test set of ${spoken} was never opened before`];
  }
  const times = length === 1 ? "once" : `${length} times`;
  const more = length > NAMED ? [`  … ${length - NAMED} earlier ones`] : [];
  return [
    `The test set of ${spoken} was opened ${times} before:`,
    ...more,
    ...before.slice(-NAMED).map((each) => `  ${openingLine(each, testSet)}`),
  ];
}
