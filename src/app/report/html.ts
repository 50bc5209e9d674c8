/**
 * Markup that is safe by how it is made: what is put into a template is text,
 * and escaped, unless a template made it. Nowhere else is anything escaped.
 *
 * @module
 */
import { plainText } from "../../base/codec/plain_text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup that a template made: data from elsewhere never is an instance. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Markup that may stand in a page as it is. */
export type Html = Markup;

/** What may be put into a template; nothing is left of what is not there. */
export type Part =
  | Html
  | string
  | number
  | undefined
  | readonly Part[];

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.toString();
  if (typeof part === "object") return part.map(markupOf).join("");
  return plainText(String(part).toWellFormed())
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}

/**
 * Markup from a template, for text and for values of attributes in quotes.
 *
 * @example A name that someone chose
 * ```ts
 * import { html } from "./html.ts";
 * import assert from "node:assert/strict";
 *
 * const name = '<script>"';
 * assert.equal(`${html`<p>${name}</p>`}`, "<p>&lt;script&gt;&quot;</p>");
 * ```
 */
export function html(
  template: TemplateStringsArray,
  ...parts: readonly Part[]
): Html {
  const text = template.map((each, at) => each + markupOf(parts[at]));
  return new Markup(text.join(""));
}
