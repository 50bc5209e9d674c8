import { Braille } from "./braille.ts";
import type { Mark, RatePlot } from "./rate_plot.ts";
import { linearTicks, powerTicks, type Tick } from "./ticks.ts";

/** What stands for a suggestion below the curve. */
export const LETTERS: Readonly<Record<Mark["name"], string>> = {
  valley: "V",
  steep: "S",
  minimum: "M",
  slide: "L",
};

const ROWS = 14;
/** What the labels of losses take. */
const MARGIN = 9;
const NARROWEST = 24;

/** Words at their places on one line; one that finds no room is left out. */
function placed(
  words: readonly { readonly at: number; readonly text: string }[],
  width: number,
): string {
  const cells = new Array<string>(width).fill(" ");
  for (const { at, text } of words) {
    const from = Math.min(
      width - text.length,
      Math.max(0, at - (text.length >> 1)),
    );
    // A blank before and after, so that words stay apart.
    const taken = cells.slice(Math.max(0, from - 1), from + text.length + 1);
    if (from < 0 || taken.some((cell) => cell !== " ")) continue;
    cells.splice(from, text.length, ...text);
  }
  return cells.join("").trimEnd();
}

/**
 * A trial as lines for a terminal: the curve in dots, and below it the letters
 * of the suggestions at their rates.
 *
 * @param columns the width of the terminal
 */
export function ratesText(plot: RatePlot, columns: number): readonly string[] {
  const { rates, losses, lowestRate, highestRate, ...range } = plot;
  const width = Math.max(NARROWEST, Math.min(columns, 100) - MARGIN);
  const canvas = new Braille(width, ROWS);
  const decades = Math.log(highestRate / lowestRate);
  const height = range.highestLoss - range.lowestLoss;
  const across = (rate: number) => Math.log(rate / lowestRate) / decades;
  const down = (loss: number) => (range.highestLoss - loss) / height;
  const x = (rate: number) => Math.round(across(rate) * (width * 2 - 1));
  // A little above the canvas is far enough for what leaves it.
  const y = (loss: number) =>
    Math.round(Math.max(-0.2, down(loss)) * (ROWS * 4 - 1));
  for (let at = 1; at < rates.length; at++) {
    canvas.line(
      x(rates[at - 1] ?? NaN),
      y(losses[at - 1] ?? NaN),
      x(rates[at] ?? NaN),
      y(losses[at] ?? NaN),
    );
  }
  const rowOf = ({ at }: Tick) => Math.round(down(at) * (ROWS - 1));
  const up = linearTicks(range.lowestLoss, range.highestLoss, 5);
  const lines = canvas.lines().map((line, row) => {
    const tick = up.find((each) => rowOf(each) === row);
    const label = (tick?.text ?? "").padStart(MARGIN - 2);
    return `${label} ${tick ? "┤" : "│"}${line}`;
  });
  const column = (rate: number) => x(rate) >> 1;
  const powers = powerTicks(lowestRate, highestRate, width / 8)
    .map(({ at, text }) => ({ at: column(at), text }));
  const foot = " ".repeat(MARGIN);
  const axis = Array.from(
    { length: width },
    (_, at) => powers.some((power) => power.at === at) ? "┴" : "─",
  ).join("");
  const marks = plot.marks.filter(({ loss }) => loss !== undefined)
    .map(({ name, rate }) => ({ at: column(rate), text: LETTERS[name] }));
  return [
    ...lines,
    `${foot.slice(1)}└${axis}`,
    `${foot}${placed(powers, width)}`,
    ...marks.length === 0 ? [] : [`${foot}${lettered(marks, width)}`],
  ];
}

/** Letters at their places; one that is taken moves on to the right. */
function lettered(
  marks: readonly { readonly at: number; readonly text: string }[],
  width: number,
): string {
  const cells = new Array<string>(width).fill(" ");
  for (const { at, text } of marks) {
    const free = cells.indexOf(" ", at);
    if (free >= 0) cells[free] = text;
  }
  return cells.join("").trimEnd();
}
