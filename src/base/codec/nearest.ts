/** How many letters must change to make one word of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The words most like a misspelt one, nearest first; none that differ in more
 * than half of their letters.
 *
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(nearest("fit.epoch", ["fit.epochs", "split.seed"], 1), [
 *   "fit.epochs",
 * ]);
 * ```
 */
export function nearest(
  word: string,
  words: readonly string[],
  count = 3,
): readonly string[] {
  return [...new Set(words)]
    .map((other) => ({ other, far: distance(word, other) }))
    .filter(({ other, far }) => far <= Math.max(word.length, other.length) / 2)
    .sort((a, b) => a.far - b.far || (a.other < b.other ? -1 : 1))
    .slice(0, count)
    .map(({ other }) => other);
}
