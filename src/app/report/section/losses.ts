import { valueText } from "../../../flow/pipeline/change_text.ts";
import type { Json } from "../../../flow/kinds/json.ts";
import type { Contents, LossCard } from "../contents.ts";
import { figure } from "../../format.ts";
import { type Html, html } from "../html.ts";
import { percent, type Section } from "../parts.ts";

/** As much of a row as finds room, and as much of a value. */
const COLUMNS = 8;
const LETTERS = 60;

const DEFINITIONS = {
  category: "The loss is -log p, of the probability p of the right class.",
  tags:
    "The loss is the sum of -log p over all tags, of the probability p of what is so.",
  quantity: "The loss is the squared error.",
} as const;

function short(text: string): string {
  return text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`;
}

/** A value of a row, with no more digits than tell it from others. */
function cellText(value: Json): string {
  if (typeof value === "string") return short(value);
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return short(valueText(value));
}

function figureOf({ picture, row, item, actual, predicted }: LossCard): Html {
  if (picture) {
    const { source, width, height } = picture;
    return html`
      <img src="${source}" width="${width}" height="${height}"
        alt="${item}: ${actual}, said to be ${predicted}">
    `;
  }
  if (row === undefined) return html`<div class="none">no picture</div>`;
  const entries = Object.entries(row);
  return html`<dl>${
    entries.slice(0, COLUMNS).map(([name, value]) =>
      html`
        <dt>${short(name)}</dt>
        <dd>${cellText(value)}</dd>
      `
    )
  }</dl>${
    entries.length > COLUMNS
      ? html`<small>and ${entries.length - COLUMNS} more columns</small>`
      : undefined
  }`;
}

function card(card: LossCard): Html {
  const { item, loss, actual, predicted, right, confidence, probability } =
    card;
  const look = right === null ? "" : right ? "good" : "bad";
  return html`<li>${
    figureOf(card)
  }<span>said: <strong class="${look}">${predicted}</strong>${
    confidence === undefined ? undefined : ` ${percent(confidence)}`
  }</span><span>is: <strong>${actual}</strong>${
    probability === undefined || right ? undefined : ` ${percent(probability)}`
  }</span><small>loss ${figure(loss)}<br>${item}</small></li>`;
}

/** What the model is most wrong about. */
export function losses({ cards, inspection: { target } }: Contents): Section {
  return {
    id: "losses",
    title: "Top losses",
    body: html`
      <p>The ${cards
        .length} items that the model is most wrong about, or least sure of. They show what it has not learned, and labels that are wrong.</p>
      <ul class="cards pictures">${cards.map(card)}</ul>
      <p
        class="soft">${DEFINITIONS[
          target
        ]} The loss that was trained by may smooth or weigh.</p>
    `,
  };
}
