import { z } from "zod";
import { tooFewToSplit } from "../../base/errors/split.ts";
import type { Json } from "../../flow/kinds/json.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { SplitBehaviour, SplitItem } from "../../flow/stage/split.ts";
import type { Split } from "../../flow/stage/stage.ts";
import { cutByPlace, drawPlaces } from "./_drawing.ts";
import {
  fromColumn,
  fromFunction,
  type Group,
  type GroupOf,
  missing,
} from "./_groups.ts";
import { neededSets, sortIntoSets } from "./_sets.ts";
import {
  leaveSomeToTrain,
  nothingToTrain,
  type ShareOptions,
  shares,
} from "./_shares.ts";

/** The names of the items' groups, in the order of the items; `1` is not `"1"`. */
function namesOf(items: readonly SplitItem[], groupOf: GroupOf) {
  return items.map((item) => JSON.stringify(groupOf(item)));
}

const params = z.strictObject({
  ...shares,
  /** Absent where a function names the group. */
  column: z.string().min(1).exactOptional(),
}).refine(leaveSomeToTrain, { error: nothingToTrain });

function behave(
  { seed, ...settings }: z.output<typeof params>,
  groupOf: GroupOf,
): SplitBehaviour {
  return {
    divide(items) {
      const names = namesOf(items, groupOf);
      const groups = new Set(names);
      const needed = neededSets(settings.test > 0);
      if (groups.size < needed.length) {
        throw tooFewToSplit("byGroup", "groups", groups.size, needed.length);
      }
      const division = cutByPlace(drawPlaces(groups, seed), settings);
      const nameOf = new Map(items.map(({ id }, at) => [id, names[at] ?? ""]));
      return sortIntoSets(items, {
        op: "byGroup",
        needed,
        remedy: "Group items more finely",
        setOf: ({ id }) => division.get(nameOf.get(id) ?? "") ?? "train",
      });
    },
    warnings(items) {
      const counts = new Map<string, number>();
      for (const name of namesOf(items, groupOf)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return [...counts]
        .filter(([, count]) => count > items.length / 2)
        .map(([name, count]) =>
          `Group ${name} holds ${count} of ${items.length} items, and all of them are in one set; sets may be far from the shares asked for`
        );
    },
  };
}

/** A definition, whose settings cannot hold the function. */
function defineWith(groupOf: GroupOf) {
  return defineStage("split", {
    op: "byGroup",
    version: 1,
    params,
    behave: (checked) =>
      behave(
        checked,
        checked.column === undefined ? groupOf : fromColumn(checked.column),
      ),
  });
}

/** The definition of {@linkcode byGroup}, without a function. */
export const byGroupStage = defineWith(missing);

/**
 * Divides by chance and keeps groups whole: what one patient, driver or day
 * has in common is never both trained and validated on.
 *
 * Whether a group validates depends on the seed and its name alone, so that
 * neither a new item nor a new group moves any other. Sizes are near the
 * shares where groups are many and of like size.
 *
 * @param group the column that names the group or, for files, a function, whose
 * parameter is written with its type
 * @throws {PipelineError} when a share is out of range; from its behaviour,
 * when there are fewer groups than sets, or an item's group cannot be told
 *
 * @example Photographs of a patient stay together
 * ```ts
 * import { byGroup, type ImageFile } from "leat";
 * import assert from "node:assert/strict";
 *
 * const split = byGroup(
 *   (file: ImageFile) => file.name.split("_")[0] ?? "",
 *   { valid: 0.5, seed: 1 },
 * );
 * const items = ["ann_1.png", "ann_2.png", "bob_1.png", "bob_2.png"].map(
 *   (name) => ({
 *     id: name,
 *     item: { media: "image", path: name, name },
 *     label: true,
 *   }),
 * );
 * const { valid } = split.behaviour.divide(items);
 * assert.equal(new Set(valid.map((id) => id.slice(0, 3))).size, 1);
 * ```
 */
export function byGroup<Column extends string>(
  column: Column,
  options: ShareOptions,
): Split<{ readonly [Name in Column]: Group }>;
export function byGroup<Item>(
  group: (item: Item) => Group,
  options: ShareOptions,
): Split<Item>;
export function byGroup(
  group: string | ((item: never) => Group),
  options: ShareOptions,
): Split<unknown> {
  if (typeof group === "string") {
    return byGroupStage({ ...options, column: group });
  }
  // A pipeline hands its split only items of its own source, as plain data.
  return defineWith(fromFunction(group as (item: Json) => unknown))(options);
}
