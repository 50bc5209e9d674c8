/**
 * What pages are put together from.
 *
 * @module
 */
import { type Drawing, inPage } from "./figure/drawing.ts";
import { type Html, html, type Part } from "./html.ts";

/** A part of a page with a title, which the list at the top leads to. */
export interface Section {
  /** Names it in the page's address. */
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers stand below each other by their last digit. */
  readonly number?: true;
}

/** A name of a column that may be broken at its underscores. */
function broken(title: string): readonly Part[] {
  return title.split("_").map((part, at) =>
    at === 0 ? part : html`_<wbr>${part}`
  );
}

/** A table with a caption, of which the first column names the rows. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
): Html {
  const side = (at: number) => columns[at]?.number ? "number" : "text";
  // What may be wider than the screen is reached by keys, too.
  return html`
    <div class="scroll" role="region" tabindex="0" aria-label="${caption}">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>${columns.map(({ title }, at) =>
            html`<th scope="col" class="${side(at)}">${broken(title)}</th>`
          )}</tr>
        </thead>
        <tbody>${rows.map(([name, ...cells]) =>
          html`<tr><th scope="row">${name}</th>${
            cells.map((cell, at) =>
              html`<td class="${side(at + 1)}">${cell}</td>`
            )
          }</tr>`
        )}</tbody>
      </table>
    </div>
  `;
}

/** What is seen on demand, and on paper always. */
export function folded(title: string, body: Html): Html {
  return html`<details><summary>${title}</summary>${body}</details>`;
}

/** A drawing with a caption. */
export function drawn(drawing: Drawing): Html {
  const { title, description } = drawing;
  return html`<figure><figcaption><b>${title}.</b> ${description}</figcaption>${
    inPage(drawing)
  }</figure>`;
}

/** As many of a list as a page can hold, evenly, with the first and the last. */
export function thinned<Value>(
  values: readonly Value[],
  most: number,
): readonly Value[] {
  if (values.length <= most) return values;
  const step = (values.length - 1) / (most - 1);
  return Array.from(
    { length: most },
    (_, at) => values[Math.round(at * step)] as Value,
  );
}

/** `0.0551` as `5.5%`; a dash where there is none. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}%` : "–";
}
