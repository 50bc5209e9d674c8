/**
 * The rules of callbacks that watch a figure: what follows from the figures of
 * a phase so far, and from nothing else.
 *
 * Source: fastai 2.7, `TrackerCallback` and what is made of it.
 *
 * @module
 */

/** When a figure counts as better than all before it. */
export interface Rule {
  readonly better: "lower" | "higher";
  /** Better by this or less is not better. */
  readonly minDelta: number;
}

/**
 * Whether each figure is better than all before it. One that is not a number
 * never is.
 */
export function improvements(
  figures: readonly number[],
  { better, minDelta }: Rule,
): readonly boolean[] {
  let best = better === "lower" ? Infinity : -Infinity;
  return figures.map((figure) => {
    const improved = better === "lower"
      ? figure + minDelta < best
      : figure - minDelta > best;
    if (improved) best = figure;
    return improved;
  });
}

/** The epoch, from 1, after which patience ends; nothing while it lasts. */
export function stopsAfter(
  improved: readonly boolean[],
  patience: number,
): number | undefined {
  let waited = 0;
  for (const [at, each] of improved.entries()) {
    waited = each ? 0 : waited + 1;
    if (waited >= patience) return at + 1;
  }
  return undefined;
}

/** How often patience ended; it begins anew each time. */
export function plateaus(
  improved: readonly boolean[],
  patience: number,
): number {
  let waited = 0;
  let count = 0;
  for (const each of improved) {
    waited = each ? 0 : waited + 1;
    if (waited < patience) continue;
    waited = 0;
    count++;
  }
  return count;
}

/** The best epoch, from 1; nothing where no figure was a number. */
export function bestEpoch(improved: readonly boolean[]): number | undefined {
  const at = improved.lastIndexOf(true);
  return at < 0 ? undefined : at + 1;
}
