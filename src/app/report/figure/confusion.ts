import type { Confusion } from "../../../engine/inspect/classes.ts";
import { html } from "../html.ts";
import type { Drawing } from "./drawing.ts";
import { at } from "./plot.ts";

const MARGIN = 130;
const TOP = 40;
/** As much of a name as finds room. */
const LETTERS = 14;

/** A name that is cut where it is long. */
const short = (name: string) =>
  name.length <= LETTERS ? name : `${name.slice(0, LETTERS - 1)}…`;

/** The share of a row that a cell is, from 0 to 1. */
export function shareOf(row: readonly number[], column: number): number {
  const sum = row.reduce((sum, count) => sum + count, 0);
  return sum === 0 ? 0 : (row[column] ?? 0) / sum;
}

/** Which class was taken for which, as a drawing. */
export function confusionDrawing(
  confusion: Confusion,
  classes: readonly string[],
): Drawing {
  const side = Math.max(20, Math.min(64, 520 / classes.length));
  const size = side * classes.length;
  const middle = (index: number) => at((index + 0.5) * side);
  return {
    name: "confusion",
    title: "Confusion matrix",
    description:
      "Rows are what items are, columns what the model said of them.",
    width: MARGIN + size + 20,
    height: TOP + size + MARGIN,
    body: html`
      <g
        text-anchor="middle"><text x="${at(
          MARGIN + size / 2,
        )}" y="18" font-weight="bold">Confusion matrix</text>${confusion.map((
          row,
          down,
        ) =>
          row.map((count, across) => {
            const x = at(MARGIN + across * side);
            const y = at(TOP + down * side);
            const share = shareOf(row, across);
            return html`
              <rect class="${down === across
                ? "fill-one"
                : "fill-two"}" fill-opacity="${at(share * 10) / 10}" x="${x}"
                y="${y}" width="${at(side - 1)}" height="${at(
                  side - 1,
                )}" />${count === 0
                  ? undefined
                  : html`<text class="${share > 0.5 ? "over" : ""}" x="${
                    at(x + side / 2)
                  }" y="${at(y + side / 2 + 4.5)}">${count}</text>`}
            `;
          })
        )}</g>
      <g text-anchor="end">${classes.map((name, index) =>
        html`
          <text x="${MARGIN - 8}" y="${at(TOP + middle(index) + 4.5)}">${short(
            name,
          )}</text>
          <text
            transform="translate(${at(MARGIN + middle(index) + 4)},${at(
              TOP + size + 10,
            )}) rotate(-60)">${short(name)}</text>
        `
      )}</g>
    `,
  };
}
