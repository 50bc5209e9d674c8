import type { Machine } from "./machine.ts";
import type { Ratio, Row } from "./row.ts";

const TITLES = ["", "side", "median", "runs", "from", "to", "ratio", "note"];

/** A number in four digits that count, or whole where there are more. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000
    ? value.toFixed(0)
    : String(Number(value.toPrecision(4)));
}

/** `24.1x stock tfjs`, or `0.14x PyTorch` of what is slower than it. */
function ratioText({ times, of }: Ratio): string {
  return `${Number(times.toPrecision(times < 10 ? 2 : 3))}x ${of}`;
}

function cellsOf(row: Row): readonly string[] {
  const { what, side, unit, median, runs, note = "" } = row;
  const ratios = [...row.ratio ? [row.ratio] : [], ...row.furtherRatios ?? []];
  const range = runs.length > 1
    ? [figure(Math.min(...runs)), figure(Math.max(...runs))]
    : ["", ""];
  return [
    what,
    side,
    median === null ? "-" : `${figure(median)} ${unit}`,
    runs.length === 0 ? "" : `${runs.length}`,
    ...range,
    ratios.map(ratioText).join("; "),
    note,
  ];
}

/** What was measured with, as one sentence. */
export function headline({ adapter, driver, date, ...rest }: Machine): string {
  return `${adapter} (${driver}), ${rest.cores} cores, ${rest.system}, Deno ${rest.deno}, ${date}`;
}

/** The rows as Markdown, a table a suite. */
export function tableOf(rows: readonly Row[]): string {
  const suites = [...new Set(rows.map(({ suite }) => suite))];
  return suites.map((suite) => {
    const lines = rows.filter((row) => row.suite === suite).map(cellsOf);
    const all = [[suite, ...TITLES.slice(1)], ...lines];
    // A column that is empty throughout says nothing.
    const columns = TITLES.map((_, at) => at).filter((at) =>
      lines.some((cells) => cells[at] !== "")
    );
    const widths = columns.map((at) =>
      Math.max(3, ...all.map((cells) => cells[at]?.length ?? 0))
    );
    const line = (cells: readonly string[]) =>
      `| ${
        columns.map((at, column) =>
          (cells[at] ?? "").padEnd(widths[column] ?? 0)
        ).join(" | ")
      } |`;
    const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
    const [head = [], ...body] = all;
    return [line(head), rule, ...body.map(line)].join("\n");
  }).join("\n\n");
}

/** One row with what it was measured on, for programs. */
export function jsonLine(row: Row, machine: Machine): string {
  return JSON.stringify({ ...row, ...machine });
}
