import type { Confusion } from "../../../engine/inspect/classes.ts";
import { type Html, html } from "../html.ts";
import type { Drawing } from "./drawing.ts";
import { at } from "./plot.ts";

const TOP = 44;
/** As much of a name as finds room, and what a letter takes. */
const LETTERS = 26;
const LETTER = 7.5;

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
  const names = classes.map(short);
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0);
  const margin = Math.ceil(40 + longest * LETTER);
  const side = Math.max(22, Math.min(64, Math.floor(520 / classes.length)));
  const size = side * classes.length;
  const middle = (index: number) => at((index + 0.5) * side);
  const cell = (row: readonly number[], down: number, across: number): Html => {
    const [x, y] = [margin + across * side, TOP + down * side];
    const count = row[across] ?? 0;
    const isHit = down === across;
    const look = isHit ? "fill-hit" : "fill-miss";
    const box = html`x="${x}" y="${y}" width="${side - 1}" height="${
      side - 1
    }"`;
    return html`
      <rect class="${isHit
        ? "fill-tint diagonal"
        : "fill-tint"}" ${box} />${count === 0 ? undefined : html`
        <rect class="${look}" fill-opacity="${at(shareOf(row, across) * 10) /
          10}" ${box} />
        <text x="${at(x + side / 2)}" y="${at(
          y + side / 2 + 4.5,
        )}">${count}</text>
      `}
    `;
  };
  return {
    name: "confusion",
    title: "Confusion matrix",
    description:
      "Rows are what items are, columns what the model said of them.",
    width: Math.max(margin + size + 20, 240),
    height: TOP + size + margin,
    body: html`
      <g
        text-anchor="middle"><text x="${at(margin + size / 2)}" y="${TOP -
          14}">the model said</text><text transform="translate(16,${at(
            TOP + size / 2,
          )}) rotate(-90)">it is</text>${confusion.map((row, down) =>
            row.map((_, across) => cell(row, down, across))
          )}</g>
      <g text-anchor="end">${names.map((name, index) =>
        html`
          <text x="${margin - 8}" y="${at(
            TOP + middle(index) + 4.5,
          )}">${name}</text>
          <text
            transform="translate(${at(margin + middle(index) + 5)},${TOP +
              size + 12}) rotate(-60)">${name}</text>
        `
      )}</g>
    `,
  };
}
