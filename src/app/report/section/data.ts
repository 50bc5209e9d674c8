import {
  type BySet,
  SETS,
  type Spread,
} from "../../../engine/inspect/census.ts";
import type { Contents } from "../contents.ts";
import { html } from "../html.ts";
import { percent, type Section, table } from "../parts.ts";
import { quantityText } from "../quantity_text.ts";

/** Unreadable items are named up to this number, then counted. */
const NAMED = 10;
/** As many classes are listed; of more, the most common. */
const LISTED = 200;

const TITLES: BySet<string> = {
  train: "training",
  valid: "validation",
  test: "test",
};

function sets({ census: { items, classes, spread } }: Contents) {
  const shown = SETS.filter((set) => items[set] > 0);
  const columns = shown.map((set) => ({
    title: TITLES[set],
    number: true as const,
  }));
  if (spread) {
    const text = quantityText((spread.train.most - spread.train.least) / 20);
    const row = (title: string, of: (spread: Spread) => number) => [
      title,
      ...shown.map((set) => text(of(spread[set]))),
    ];
    return table("Labels in each set", [{ title: "label" }, ...columns], [
      ["items", ...shown.map((set) => items[set])],
      row("least", ({ least }) => least),
      row("median", ({ median }) => median),
      row("mean", ({ mean }) => mean),
      row("most", ({ most }) => most),
    ]);
  }
  const common = classes.length <= LISTED ? classes : [...classes]
    .sort((one, other) => other.items.train - one.items.train)
    .slice(0, LISTED);
  return table(
    classes.length <= LISTED
      ? "Items of each class in each set"
      : `Items of the ${LISTED} most common of ${classes.length} classes`,
    [{ title: "class" }, ...columns],
    [
      ...common.map((each) => [
        each.name,
        ...shown.map((set) =>
          `${each.items[set]} (${percent(each.items[set] / items[set])})`
        ),
      ]),
      ["all", ...shown.map((set) => items[set])],
    ],
  );
}

function unreadable({ trained: { unreadable } }: Contents) {
  const { length: count } = unreadable;
  if (count === 0) return undefined;
  const rest = count - NAMED;
  return html`
    <h3>Left out</h3>
    <p>${count} ${count === 1 ? "item" : "items"} could not be read:</p>
    <ul>${unreadable.slice(0, NAMED).map(({ item, why }) =>
      html`<li>${item}: ${why}</li>`
    )}${rest > 0 ? html`<li>and ${rest} more</li>` : undefined}</ul>
  `;
}

/** What the model was trained on, and judged by. */
export function data(contents: Contents): Section {
  return {
    id: "data",
    title: "Data",
    body: html`${sets(contents)}${unreadable(contents)}`,
  };
}
