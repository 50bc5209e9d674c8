import { valueText } from "../../../flow/pipeline/change_text.ts";
import type { Json } from "../../../flow/kinds/json.ts";
import type { Contents, LossCard } from "../contents.ts";
import { figure } from "../../format.ts";
import { type Html, html, type Part } from "../html.ts";
import { type Column, percent, type Section, table } from "../parts.ts";
import { quantityText } from "../quantity_text.ts";

/** As many columns of a row as find room, and as much of a cell. */
const COLUMNS = 8;
const LETTERS = 40;
/** A name of a class that is no longer stays in one line. */
const NAME = 18;
/** A cell that is longer is a text, and of a text as much is shown. */
const TEXT = 80;
const TEXT_LETTERS = 320;

/** What rows without a name of their own are called by: it tells nothing. */
const DIGEST = /^[0-9a-f]{16}-\d+$/;

const DEFINITIONS = {
  category: "The loss is -log p, of the probability p of the right class.",
  tags:
    "The loss is the sum of -log p over all tags, of the probability p of what is so.",
  quantity: "They are in the order of the squared error.",
} as const;

function short(text: string, letters = LETTERS): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}

/** A value of a row, with no more digits than tell it from others. */
function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return "–";
  if (typeof value === "string") return short(value);
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return short(valueText(value));
}

type Row = NonNullable<LossCard["row"]>;

const isText = (value: Json | undefined): value is string =>
  typeof value === "string" && value.length > TEXT;

/** The columns with texts: in some row one is too long for a cell. */
function textColumns(rows: readonly Row[]): readonly string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => rows.some((row) => isText(row[name])));
}

/** What the input reads of a row, where that is columns with names. */
function namesRead({ description: { input } }: Contents): readonly string[] {
  const { continuous = [], categorical = [] } = input.params as {
    readonly [key: string]: Json;
  };
  return [continuous, categorical].flat()
    .filter((name): name is string => typeof name === "string");
}

/** The columns of rows: first those that the model sees, each once. */
function columnsOf(contents: Contents, rows: readonly Row[]) {
  const held = new Set(rows.flatMap((row) => Object.keys(row)));
  const read = namesRead(contents).filter((name) => held.has(name));
  return [...new Set([...read, ...held])];
}

/** What is said of an item and what is so, as its numbers or its classes are. */
interface Told {
  readonly columns: readonly Column[];
  cells(card: LossCard): readonly Part[];
}

function toldOf({ inspection: { target, residuals } }: Contents): Told {
  if (target === "quantity") {
    const text = quantityText((residuals?.meanAbsolute ?? 0) / 10);
    const number = true;
    return {
      columns: [
        { title: "predicted", number },
        { title: "actual", number },
        { title: "off by", number },
      ],
      cells: ({ predicted, actual }) => {
        const off = Number(predicted) - Number(actual);
        return [
          text(Number(predicted)),
          text(Number(actual)),
          `${off > 0 ? "+" : ""}${text(off)}`,
        ];
      },
    };
  }
  return {
    columns: [
      { title: "the model said" },
      { title: "it is" },
      { title: "loss", number: true },
    ],
    cells: (card) => [
      held(card.predicted, said(card)),
      held(card.actual, is(card)),
      figure(card.loss),
    ],
  };
}

/** What is short stays in one line; what is not has room. */
const held = (name: string, told: Html): Html =>
  html`<div class="${
    name.length <= NAME ? "line-cell" : "wide-cell"
  }">${told}</div>`;

const share = (value: number | undefined) =>
  value === undefined ? undefined : ` ${percent(value)}`;

const look = ({ right }: LossCard) =>
  right === null ? "" : right ? "good" : "bad";

const said = (card: LossCard): Html =>
  html`<strong class="${look(card)}">${card.predicted}</strong>${
    share(card.confidence)
  }`;

const is = ({ actual, probability, right }: LossCard): Html =>
  html`<strong>${actual}</strong>${right ? undefined : share(probability)}`;

/** Rows side by side: what is alike in them is seen in their columns. */
function rowTable(contents: Contents, rows: readonly Row[]): Html {
  const { cards } = contents;
  const all = columnsOf(contents, rows);
  const names = all.slice(0, COLUMNS);
  const { columns, cells } = toldOf(contents);
  const isNamed = cards.some(({ item, row }) =>
    !DIGEST.test(item) && !names.some((name) => String(row?.[name]) === item)
  );
  const isNumber = (name: string) =>
    rows.every((row) => ["number", "undefined"].includes(typeof row[name]));
  return table(
    all.length > names.length
      ? `The worst rows, with ${names.length} of their ${all.length} columns`
      : "The worst rows",
    [
      { title: "rank" },
      ...columns,
      ...names.map((title) =>
        isNumber(title) ? { title, number: true as const } : { title }
      ),
      ...isNamed ? [{ title: "id" }] : [],
    ],
    cards.map((card, at) => [
      at + 1,
      ...cells(card),
      ...names.map((name) => cellText(card.row?.[name])),
      ...isNamed ? [card.item] : [],
    ]),
  );
}

function figureOf(
  { picture, row, item, actual, predicted }: LossCard,
  texts: readonly string[],
): Html {
  if (picture) {
    const { source, width, height } = picture;
    return html`
      <img src="${source}" width="${width}" height="${height}"
        alt="${item}: ${actual}, said to be ${predicted}">
    `;
  }
  return texts.length > 0
    ? html`${
      texts.map((name) =>
        html`
          <blockquote>${short(
            String(row?.[name] ?? ""),
            TEXT_LETTERS,
          )}</blockquote>
        `
      )
    }`
    : html`<div class="none">no picture</div>`;
}

function card(card: LossCard, texts: readonly string[]): Html {
  const { item, loss } = card;
  return html`<li>${figureOf(card, texts)}<span>said: ${
    said(card)
  }</span><span>is: ${is(card)}</span><small>loss ${figure(loss)}${
    DIGEST.test(item) ? undefined : html`<br>${item}`
  }</small></li>`;
}

/** The items as what they are: pictures, texts, or rows of a table. */
function items(contents: Contents): Html {
  const { cards } = contents;
  const rows = cards.flatMap(({ row }) => row === undefined ? [] : [row]);
  const texts = textColumns(rows);
  if (rows.length === cards.length && texts.length === 0) {
    return rowTable(contents, rows);
  }
  const kind = texts.length > 0 ? "texts" : "pictures";
  return html`<ul class="cards ${kind}">${
    cards.map((each) => card(each, texts))
  }</ul>`;
}

/** What the model is most wrong about. */
export function losses(contents: Contents): Section {
  const { cards, inspection: { target } } = contents;
  const which = target === "quantity"
    ? "that the model is farthest off"
    : "that the model is most wrong about, or least sure of";
  return {
    id: "losses",
    title: "Top losses",
    body: html`
      <p>The ${cards
        .length} items ${which}. They show what it has not learned, and labels that are wrong.</p>
      ${items(contents)}<p
        class="soft">${DEFINITIONS[
          target
        ]}${target === "quantity"
          ? undefined
          : " The loss that was trained by may smooth or weigh."}</p>
    `,
  };
}
