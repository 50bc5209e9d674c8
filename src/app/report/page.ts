import type { Contents } from "./contents.ts";
import { confusionDrawing } from "./figure/confusion.ts";
import type { Drawing } from "./figure/drawing.ts";
import { residualHistogram, scatter } from "./figure/quantities.ts";
import { reliability } from "./figure/reliability.ts";
import { html } from "./html.ts";
import type { Section } from "./parts.ts";
import { calibration } from "./section/calibration.ts";
import { classes, SHOWN } from "./section/classes.ts";
import { data } from "./section/data.ts";
import { losses } from "./section/losses.ts";
import { provenance } from "./section/provenance.ts";
import { quantities } from "./section/quantities.ts";
import { standfirst, summary } from "./section/summary.ts";
import { training, trainingDrawings } from "./section/training.ts";
import { STYLE } from "./style.ts";

/** The parts of a report, as the kind of answer has them. */
function sectionsOf(contents: Contents): readonly Section[] {
  const { inspection } = contents;
  const { residuals, calibration: sureness } = inspection;
  return [
    summary(contents),
    training(contents),
    residuals ? quantities(contents, residuals) : classes(contents),
    losses(contents),
    ...sureness ? [calibration(contents, sureness)] : [],
    data(contents),
    provenance(contents),
  ];
}

/** Every drawing of a report, for files of their own. */
export function drawingsOf(contents: Contents): readonly Drawing[] {
  const { inspection, trained } = contents;
  const { confusion, classes, calibration, residuals } = inspection;
  return [
    ...trainingDrawings(contents),
    ...confusion && classes.length <= SHOWN
      ? [confusionDrawing(confusion, classes)]
      : [],
    ...calibration ? [reliability(calibration)] : [],
    ...residuals
      ? [scatter(trained.predictions), residualHistogram(residuals)]
      : [],
  ];
}

/** Forbids all that is not in the page itself, whatever got into it. */
export const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** A report as one page that needs nothing else. */
export function reportPage(contents: Contents): string {
  const { pipeline } = contents;
  const sections = sectionsOf(contents);
  const page = html`
    <!doctype html>
    <html lang="en">
      <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${pipeline}: report</title>
    ${STYLE}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the result</a>
        <header><h1>${pipeline}</h1>${standfirst(
          contents,
        )}<nav aria-label="Contents"><ul>${sections.map(({ id, title }) =>
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
          <p>Made by Leat from what is stored; nothing was computed anew.</p>
        </footer>
      </body>
    </html>
  `;
  return `${page.toString().trim()}\n`;
}
