import { hashOf } from "../../base/codec/sha256.ts";
import {
  itemInTwoSets,
  itemTwice,
  itemUnknown,
  labelsMiscounted,
} from "../../base/errors/front.ts";
import type { Json } from "../kinds/json.ts";
import type { LabelValue } from "../kinds/targets.ts";
import type { ListedItem } from "../stage/source.ts";
import type { Sets } from "../stage/split.ts";

/** What is known before anything is read: items, their labels, their sets. */
export interface Front {
  /** Sorted by id. */
  readonly items: readonly ListedItem[];
  /** In the order of the items. */
  readonly labels: readonly LabelValue[];
  readonly sets: Sets;
}

/**
 * Checks what a source and a split of anyone's making gave: a split that puts
 * one item into two sets would let a model be judged by what it learned from.
 *
 * @throws {PipelineError} when two items have one id, an item has no label, or
 * a set holds an item that another holds or that is not listed
 */
export function checkFront({ items, labels, sets }: Front): void {
  const listed = new Set<string>();
  for (const { id } of items) {
    if (listed.has(id)) throw itemTwice(id);
    listed.add(id);
  }
  if (labels.length !== items.length) {
    throw labelsMiscounted(labels.length, items.length);
  }
  const placed = new Map<string, string>();
  for (const set of ["train", "valid", "test"] as const) {
    for (const id of sets[set]) {
      const other = placed.get(id);
      if (other !== undefined) throw itemInTwoSets(id, other, set);
      if (!listed.has(id)) throw itemUnknown(id, set);
      placed.set(id, set);
    }
  }
}

/** What the key of an item is made of: what it is, not where it is. */
export function itemContent({ id, item, file }: ListedItem): Json {
  return [id, item, file?.sha256 ?? null];
}

/** One hash for each step in front: the same content, the same hash. */
export function frontHashes(
  { items, labels, sets }: Front,
): { readonly source: string; readonly label: string; readonly split: string } {
  const { train, valid, test } = sets;
  return {
    source: hashOf(items.map(itemContent)),
    label: hashOf(items.map(({ id }, at) => [id, labels[at] ?? null])),
    split: hashOf({ train, valid, test }),
  };
}

/** The items of a set in the set's order. */
export function itemsOf(
  { items }: Front,
  ids: readonly string[],
): readonly ListedItem[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The same front without some items, in every set. */
export function without(front: Front, ids: ReadonlySet<string>): Front {
  if (ids.size === 0) return front;
  const keep = (id: string) => !ids.has(id);
  const { train, valid, test } = front.sets;
  return {
    items: front.items.filter(({ id }) => keep(id)),
    labels: front.labels.filter((_, at) => keep(front.items[at]?.id ?? "")),
    sets: {
      train: train.filter(keep),
      valid: valid.filter(keep),
      test: test.filter(keep),
    },
  };
}
