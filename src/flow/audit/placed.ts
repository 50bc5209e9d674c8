import type { Front } from "../graph/front.ts";
import type { LabelValue } from "../kinds/targets.ts";

/** An item with its label, in its set. */
export interface Placed {
  readonly id: string;
  readonly label: LabelValue;
  readonly set: "train" | "valid" | "test";
}

/** All items that are in a set, in the order of the items. */
export function placedOf({ items, labels, sets }: Front): readonly Placed[] {
  const setOf = new Map<string, Placed["set"]>();
  for (const set of ["train", "valid", "test"] as const) {
    for (const id of sets[set]) setOf.set(id, set);
  }
  return items.flatMap(({ id }, at) => {
    const set = setOf.get(id);
    return set === undefined ? [] : [{ id, label: labels[at] ?? "", set }];
  });
}

/** Whether what judges, or is judged, was learned from. */
export function sharedWithTraining(group: readonly Placed[]): boolean {
  return group.some(({ set }) => set === "train") &&
    group.some(({ set }) => set !== "train");
}

/** `a.jpg (train), b.jpg (valid)` */
export function setsText(group: readonly Placed[]): string {
  return group.map(({ id, set }) => `${id} (${set})`).join(", ");
}
