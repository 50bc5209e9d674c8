import { type Html, html } from "./html.ts";
import type { Section } from "./parts.ts";
import { STYLE } from "./style.ts";

/** Forbids all that is not in the page itself, whatever got into it. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** What a page is made of. */
export interface Document {
  readonly title: string;
  readonly heading: string;
  readonly standfirst: Html;
  readonly sections: readonly Section[];
  readonly footer: string;
  /** A style sheet besides the one of all pages. */
  readonly style?: Html;
}

/** One page that needs nothing else: it can be sent, kept and printed. */
export function documentOf(
  { title, heading, standfirst, sections, footer, style }: Document,
): string {
  const page = html`
    <!doctype html>
    <html lang="en">
      <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    ${STYLE}${style}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the result</a>
        <header><h1>${heading}</h1>${standfirst}<nav aria-label="Contents"><ul>${sections
          .map(({ id, title }) =>
            html`<li><a href="#${id}">${title}</a></li>`
          )}</ul></nav></header>
        <main id="content">
    ${sections.map(({ id, title, body }) =>
      html`
        <section
          aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>
      `
    )}</main>
        <footer>
          <p>${footer}</p>
        </footer>
      </body>
    </html>
  `;
  return `${page.toString().trim()}\n`;
}
