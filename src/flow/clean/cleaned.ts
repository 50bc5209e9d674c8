/**
 * What choices make of the items of a source, and what is to be told of it.
 *
 * @module
 */
import type { LabelValue } from "../kinds/targets.ts";
import type { ListedItem } from "../stage/source.ts";
import { type Choice, contentOf } from "./choice.ts";

/** Items after choices were applied to them. */
export interface Cleaned {
  /** What is left, in the same order. */
  readonly items: readonly ListedItem[];
  /** What is left and was given another label, by id. */
  readonly labels: ReadonlyMap<string, LabelValue>;
  /** What was left out. */
  readonly dropped: readonly Choice[];
  /** Choices about items that are made of something else by now. */
  readonly changed: readonly Choice[];
  /** Choices about items that are not there. */
  readonly absent: readonly Choice[];
  /** Labels that items had which were dropped or given another. */
  readonly before: readonly LabelValue[];
}

/** Applies choices to the very items that they were made about. */
export function cleaned(
  items: readonly ListedItem[],
  choices: ReadonlyMap<string, Choice>,
): Cleaned {
  const left: ListedItem[] = [];
  const labels = new Map<string, LabelValue>();
  const dropped: Choice[] = [];
  const changed: Choice[] = [];
  const before: LabelValue[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const choice = choices.get(item.id);
    seen.add(item.id);
    const holds = choice?.content === contentOf(item);
    if (choice && !holds) changed.push(choice);
    if (choice === undefined || !holds || choice.choice === "keep") {
      left.push(item);
      continue;
    }
    before.push(choice.was);
    if (choice.choice === "drop") {
      dropped.push(choice);
      continue;
    }
    left.push(item);
    labels.set(item.id, choice.label);
  }
  const absent = [...choices.values()].filter(({ item }) => !seen.has(item));
  return { items: left, labels, dropped, changed, absent, before };
}

/** As many names as find room in a sentence. */
const NAMED = 3;

function names(choices: readonly Choice[]): string {
  const left = choices.length - NAMED;
  return choices.slice(0, NAMED).map(({ item }) => item).join(", ") +
    (left > 0 ? ` and ${left} more` : "");
}

const count = (of: number, one: string, more: string) =>
  `${of} ${of === 1 ? one : more}`;

/** What was done, in one sentence; nothing where nothing was. */
export function cleanedNotice(
  file: string,
  { dropped, labels }: Cleaned,
): string | undefined {
  const parts = [
    ...dropped.length > 0
      ? [`${count(dropped.length, "item is", "items are")} dropped`]
      : [],
    ...labels.size > 0
      ? [`${count(labels.size, "item is", "items are")} relabelled`]
      : [],
  ];
  return parts.length === 0
    ? undefined
    : `${parts.join(" and ")}, as "${file}" says`;
}

/** What was not done, and why. */
export function cleanedWarnings(
  file: string,
  { changed, absent }: Cleaned,
): readonly string[] {
  const choices = (of: readonly Choice[]) =>
    count(of.length, "choice is", "choices are");
  return [
    ...changed.length === 0 ? [] : [
      `${
        choices(changed)
      } not applied: what the item holds changed since "${file}" was written (${
        names(changed)
      })`,
    ],
    ...absent.length === 0 ? [] : [
      `${choices(absent)} about what is not here any more, in "${file}" (${
        names(absent)
      })`,
    ],
  ];
}

/** Classes and tags of a label; a number is none. */
function classesIn(label: LabelValue): readonly (string | boolean)[] {
  if (typeof label === "number") return [];
  return typeof label === "object" ? label : [label];
}

/** What choices did to classes, once all is labelled. */
export function classWarnings(
  { items, labels, before }: Cleaned,
  all: readonly LabelValue[],
): readonly string[] {
  const left = new Set(all.flatMap(classesIn));
  const plain = new Set(
    all.filter((_, at) => !labels.has(items[at]?.id ?? "")).flatMap(classesIn),
  );
  const gone = new Set(
    before.flatMap(classesIn).filter((each) => !left.has(each)),
  );
  const added = new Set(
    [...labels.values()].flatMap(classesIn).filter((each) => !plain.has(each)),
  );
  return [
    ...[...gone].map((each) =>
      `No item of class ${JSON.stringify(each)} is left`
    ),
    ...[...added].map((each) =>
      `Only relabelled items are of class ${JSON.stringify(each)}`
    ),
  ];
}
