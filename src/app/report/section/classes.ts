import type { Confusion } from "../../../engine/inspect/classes.ts";
import type { Contents } from "../contents.ts";
import { confusionDrawing, shareOf } from "../figure/confusion.ts";
import { type Html, html } from "../html.ts";
import { drawn, folded, percent, type Section, table } from "../parts.ts";

/** A table of more classes than this is nothing to look at. */
export const SHOWN = 40;
/** Of more than this the table is wider than a screen. */
const READABLE = 10;

function matrix(confusion: Confusion, classes: readonly string[]): Html {
  return html`
    <p>Rows are what items are, columns what the model said of them.</p>
    <div class="scroll" role="region" tabindex="0" aria-label="Confusion matrix">
      <table class="confusion">
        <caption>Confusion matrix</caption>
        <thead>
          <tr><td></td>${classes.map((name) =>
            html`<th scope="col">${name}</th>`
          )}</tr>
        </thead>
        <tbody>${confusion.map((row, down) =>
          html`<tr><th scope="row">${classes[down]}</th>${
            row.map((count, across) => {
              const share = shareOf(row, across);
              const look = down === across ? "hit" : "miss";
              return html`<td class="${look}" style="--share:${
                (share * 100).toFixed(0)
              }%">${count}</td>`;
            })
          }</tr>`
        )}</tbody>
      </table>
    </div>
  `;
}

/** The matrix as a table; where that is too wide, as a drawing before it. */
function confusionPart(
  confusion: Confusion,
  classes: readonly string[],
): Html {
  const { length: count } = classes;
  if (count > SHOWN) {
    return html`<p>${count} classes are too many for a matrix; these pairs are the worst of it.</p>`;
  }
  if (count <= READABLE) return matrix(confusion, classes);
  return html`
    <div class="scroll wide" role="region" tabindex="0"
      aria-label="Confusion matrix as a drawing">${drawn(
        confusionDrawing(confusion, classes),
      )}</div>
    <div class="screen">${folded(
      "The numbers",
      matrix(confusion, classes),
    )}</div>
  `;
}

function confused({ inspection: { confused, classes, figures } }: Contents) {
  if (confused.length === 0) {
    return html`<p>No class was taken for another.</p>`;
  }
  return table(
    "The pairs that were most often confused",
    [
      { title: "it is" },
      { title: "the model said" },
      { title: "times", number: true },
      { title: "of all that are", number: true },
    ],
    confused.map(({ actual, predicted, count }) => [
      classes[actual],
      classes[predicted],
      count,
      percent(count / (figures[actual]?.support ?? NaN)),
    ]),
  );
}

/** How well each class, or each tag, is told from the others. */
export function classes(contents: Contents): Section {
  const { inspection } = contents;
  const { target, classes, figures, confusion } = inspection;
  const word = target === "tags" ? "tag" : "class";
  return {
    id: "classes",
    title: target === "tags" ? "Tags" : "Classes",
    body: html`
      ${confusion
        ? html`${confusionPart(confusion, classes)}<h3>Most confused</h3>${
          confused(contents)
        }<h3>Each class</h3>`
        : undefined}${table(
          `How well each ${word} is found`,
          [
            { title: word },
            { title: "precision", number: true },
            { title: "recall", number: true },
            { title: "F1", number: true },
            { title: "items", number: true },
          ],
          figures.map(({ precision, recall, f1, support }, at) => [
            classes[at],
            percent(precision),
            percent(recall),
            percent(f1),
            support,
          ]),
        )}<p
        class="soft">Precision: of what the model said to be it, the share that is. Recall: of what is it, the share that was found. F1 is their harmonic mean. A dash stands where nothing is to be divided by.</p>
    `,
  };
}
