import { canonical } from "../../base/codec/canonical.ts";
import type { Front } from "../graph/front.ts";
import type { LabelValue } from "../kinds/targets.ts";
import type { ListedItem } from "../stage/source.ts";
import { type Finding, plural } from "./finding.ts";
import {
  type Placed,
  placedOf,
  setsText,
  sharedWithTraining,
} from "./placed.ts";

/** What an item is made of, whatever it is called. */
function contentOf({ file, item }: ListedItem): string {
  return file?.sha256 ?? canonical(item);
}

/** Items that are the very same, in groups of two and more. */
export function sameItems(front: Front): readonly (readonly Placed[])[] {
  const groups = new Map<string, Placed[]>();
  const listed = new Map(front.items.map((item) => [item.id, item]));
  for (const placed of placedOf(front)) {
    const item = listed.get(placed.id);
    if (item === undefined) continue;
    const content = contentOf(item);
    const group = groups.get(content) ?? [];
    group.push(placed);
    groups.set(content, group);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

const text = (label: LabelValue) => JSON.stringify(label);

/** The labels of items that are not sealed. */
function labelsOf(group: readonly Placed[]): ReadonlySet<string> {
  return new Set(
    group.filter(({ set }) => set !== "test").map(({ label }) => text(label)),
  );
}

/** Items that are in the data twice: worst across the split. */
export function duplicates(front: Front): readonly Finding[] {
  const groups = sameItems(front);
  const across = groups.filter(sharedWithTraining);
  const within = groups.filter((group) => !sharedWithTraining(group));
  const torn = groups.filter((group) => labelsOf(group).size > 1);
  const about = (found: readonly (readonly Placed[])[]) => found.map(setsText);
  return [
    ...across.length === 0 ? [] : [{
      kind: "duplicates" as const,
      level: "warning" as const,
      text: `${
        plural(across.length, "item is", "items are")
      } in the training set and in another as well: figures will flatter`,
      about: about(across),
    }],
    ...torn.length === 0 ? [] : [{
      kind: "labels" as const,
      level: "warning" as const,
      text: `${plural(torn.length, "item has", "items have")} two labels`,
      about: torn.map((group) =>
        group.filter(({ set }) => set !== "test")
          .map(({ id, label }) => `${id} is ${text(label)}`).join(", ")
      ),
    }],
    ...within.length === 0 ? [] : [{
      kind: "duplicates" as const,
      level: "note" as const,
      text: `${
        plural(within.length, "item is", "items are")
      } more than once within a set`,
      about: about(within),
    }],
  ];
}
