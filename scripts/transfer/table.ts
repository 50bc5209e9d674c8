import type { FoldErrors } from "./experiment.ts";

const COLUMNS = [
  ["majority", "majority"],
  ["scratch", "scratch"],
  ["frozen", "frozen"],
  ["fineTuned", "fine-tuned"],
] as const;

const WIDTH = 12;

function line(cells: readonly string[]): string {
  const [first = "", ...rest] = cells;
  return first.padEnd(6) + rest.map((cell) => cell.padStart(WIDTH)).join("");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The table's head. */
export function head(): string {
  return line(["fold", ...COLUMNS.map(([, title]) => title)]);
}

/** The line of one fold. */
export function foldLine(fold: number, errors: FoldErrors): string {
  return line([`${fold}`, ...COLUMNS.map(([key]) => percent(errors[key]))]);
}

/** The line of the means; folds differ by one item at most. */
export function meanLine(folds: readonly FoldErrors[]): string {
  const mean = (key: keyof FoldErrors) =>
    folds.reduce((sum, each) => sum + each[key], 0) / folds.length;
  return line(["mean", ...COLUMNS.map(([key]) => percent(mean(key)))]);
}
