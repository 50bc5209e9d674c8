import { emptySet } from "../../base/errors/split.ts";
import type { Sets, SplitItem } from "../../flow/stage/split.ts";

/** The name of a set. */
export type SetName = keyof Sets;

/** How to put items into sets, and what to say when one is left empty. */
export interface Sorting {
  /** The split's name, for messages. */
  readonly op: string;
  /** The sets that must not be empty. */
  readonly needed: readonly SetName[];
  /** What to do about an empty set. */
  readonly remedy: string;
  readonly setOf: (item: SplitItem) => SetName;
}

/**
 * Puts every item into exactly one set, in the order of the items.
 *
 * @throws {PipelineError} when a needed set is left empty
 */
export function sortIntoSets(
  items: readonly SplitItem[],
  { op, needed, remedy, setOf }: Sorting,
): Sets {
  const sets: Record<SetName, string[]> = { train: [], valid: [], test: [] };
  for (const item of items) sets[setOf(item)].push(item.id);
  for (const name of needed) {
    if (sets[name].length > 0) continue;
    const { train, valid, test } = sets;
    const sizes = {
      train: train.length,
      valid: valid.length,
      test: test.length,
    };
    throw emptySet(op, name, sizes, remedy);
  }
  return sets;
}

/** The sets that a split with or without a test set must fill. */
export function neededSets(hasTest: boolean): readonly SetName[] {
  return hasTest ? ["train", "valid", "test"] : ["train", "valid"];
}
