import { hashOf } from "../../base/codec/sha256.ts";
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

/** What the key of an item is made of: what it is, not where it is. */
function itemContent({ id, item, file }: ListedItem): Json {
  return [id, file?.sha256 ?? item];
}

/** One hash for each step in front: the same content, the same hash. */
export function frontHashes(
  { items, labels, sets }: Front,
): { readonly source: string; readonly label: string; readonly split: string } {
  return {
    source: hashOf(items.map(itemContent)),
    label: hashOf(items.map(({ id }, at) => [id, labels[at] ?? null])),
    split: hashOf({ ...sets }),
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
