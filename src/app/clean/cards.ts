/**
 * What of a pipeline's data somebody should look at: what the model is most
 * wrong about, what is there twice, and what was chosen about before. Of the
 * test set nothing is shown.
 *
 * @module
 */
import { itemLosses } from "../../engine/inspect/losses.ts";
import { type Look, lookAlikes } from "../../flow/audit/looks.ts";
import { placedOf } from "../../flow/audit/placed.ts";
import { type Choice, contentOf } from "../../flow/clean/choice.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import type { ListedItem } from "../../flow/stage/source.ts";
import { type Said, saidOf } from "../report/said.ts";

/** Answers to the items of a set, in the order of their ids here. */
export interface AskedAbout {
  readonly ids: readonly string[];
  readonly predictions: Predictions;
}

/** An item that somebody should look at. */
export interface Card {
  readonly id: string;
  readonly set: "train" | "valid";
  /** What the label function says, whatever was chosen. */
  readonly label: LabelValue;
  /** What the item is made of. */
  readonly content: string;
  /** What the model says of it, where it was asked. */
  readonly said?: Said & { readonly loss: number };
  /** Others that are or look the same, itself among them: one number a group. */
  readonly group?: number;
  /** Whether one of those others is in the test set, which is not shown. */
  readonly sealed?: true;
  /** Its picture, of an item that is a file. */
  readonly file?: string;
  /** Of an item that is a row. */
  readonly row?: { readonly [column: string]: Json };
}

/** What cards are made of. */
export interface Gathered {
  /** With no choice applied. */
  readonly front: Front;
  readonly asked: readonly AskedAbout[];
  /** Pictures that were looked at; none where items are rows. */
  readonly looks: readonly Look[];
  readonly choices: ReadonlyMap<string, Choice>;
  /** As many of the largest losses are shown. */
  readonly limit: number;
}

/** Groups that items of pairs belong to, by id. */
function groupsOf(
  items: readonly ListedItem[],
  looks: readonly Look[],
): ReadonlyMap<string, number> {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) {
      root = up;
    }
    return root;
  };
  const join = (one: string, other: string) => {
    const [a, b] = [rootOf(one), rootOf(other)];
    if (a !== b) parent.set(b, a);
  };
  const first = new Map<string, string>();
  for (const item of items) {
    const content = contentOf(item);
    const same = first.get(content);
    if (same === undefined) first.set(content, item.id);
    else join(same, item.id);
  }
  const listed = new Set(items.map(({ id }) => id));
  for (const [a, b] of lookAlikes(looks)) {
    if (listed.has(a.id) && listed.has(b.id)) join(a.id, b.id);
  }
  const members = Map.groupBy(items, ({ id }) => rootOf(id));
  const groups = new Map<string, number>();
  for (const group of members.values()) {
    if (group.length < 2) continue;
    const number = groups.size;
    for (const { id } of group) groups.set(id, number);
  }
  return groups;
}

function isRow(item: Json): item is { readonly [column: string]: Json } {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}

/** What the model said, by id. */
function answersIn(
  asked: readonly AskedAbout[],
): ReadonlyMap<string, NonNullable<Card["said"]>> {
  return new Map(asked.flatMap(({ ids, predictions }) => {
    const losses = itemLosses(predictions);
    return ids.map((id, row) =>
      [id, { ...saidOf(predictions, row), loss: losses[row] ?? NaN }] as const
    );
  }));
}

/** The worst first; what was not asked about last, in the order of ids. */
function byLoss(a: Card, b: Card): number {
  const size = ({ said }: Card) =>
    said === undefined ? -1 : Number.isNaN(said.loss) ? Infinity : said.loss;
  const [one, other] = [size(a), size(b)];
  if (one !== other) return other > one ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** The items that somebody should look at, the largest loss first. */
export function cardsOf(
  { front, asked, looks, choices, limit }: Gathered,
): readonly Card[] {
  const answers = answersIn(asked);
  const groups = groupsOf(front.items, looks);
  const sealed = new Set(
    front.sets.test.flatMap((id) => groups.get(id) ?? []),
  );
  const items = new Map(front.items.map((item) => [item.id, item]));
  const cards = placedOf(front).flatMap(({ id, label, set }): Card[] => {
    const item = items.get(id);
    if (set === "test" || item === undefined) return [];
    const said = answers.get(id);
    const group = groups.get(id);
    return [{
      id,
      set,
      label,
      content: contentOf(item),
      ...said ? { said } : {},
      ...group === undefined ? {} : { group },
      ...group !== undefined && sealed.has(group) ? { sealed: true } : {},
      ...item.file ? { file: item.file.absolute } : {},
      ...item.file === undefined && isRow(item.item) ? { row: item.item } : {},
    }];
  }).sort(byLoss);
  const worst = new Set(
    cards.filter(({ said }) => said).slice(0, limit).map(({ id }) => id),
  );
  return cards.filter(({ id, group }) =>
    worst.has(id) || group !== undefined || choices.has(id)
  );
}
