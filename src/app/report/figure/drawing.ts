import { type Html, html } from "../html.ts";

/** A figure: part of a page, or a file by itself. */
export interface Drawing {
  /** Names its file: no more than letters, digits and dashes. */
  readonly name: string;
  readonly title: string;
  /** What is to be seen, for who does not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly body: Html;
}

/** The colours of drawings on white, by the classes of their parts. */
const ALONE = html`
  <style>
  text{font:13px "DejaVu Sans",Helvetica,Arial,sans-serif;fill:#222}
  .grid{stroke:#e3e3e3}.axis{stroke:#222}.line,.rule{fill:none}
  .rule{stroke:#767676;stroke-dasharray:4 4}.line{stroke-width:2}
  .one{stroke:#0072b2}.two{stroke:#c04e00}.three{stroke:#008060}
  .fill-one{fill:#0072b2}.fill-two{fill:#c04e00}.fill-three{fill:#008060}
  .fill-tint{fill:#f3f5f8}.diagonal{stroke:#7cc0ea}.fill-hit{fill:#7cc0ea}.fill-miss{fill:#f6a76c}</style>
  <rect width="100%" height="100%" fill="#fff" />
`;

/** A figure in a page, whose style sheet colours it. */
export function inPage(
  { name, title, description, width, height, body }: Drawing,
): Html {
  return html`
    <svg viewBox="0 0 ${width} ${height}" role="img"
      aria-labelledby="${name}-title ${name}-text"><title id="${name}-title">${title}</title><desc id="${name}-text">${description}</desc>${body}</svg>
  `;
}

/** A figure as the text of an SVG file. */
export function asFile(
  { title, description, width, height, body }: Drawing,
): string {
  const head = html`
    <title>${title}</title>
    <desc>${description}</desc>
  `;
  const svg = html`
    <svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
      viewBox="0 0 ${width} ${height}">${head}${ALONE}${body}</svg>
  `;
  return `${svg.toString().trim()}\n`;
}
