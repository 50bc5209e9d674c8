import type { Row, Value } from "./compare.ts";

const NAME = 50;
const VALUE = 24;

function digits(value: number | string | boolean): string {
  return typeof value === "number" && !Number.isInteger(value)
    ? String(Number(value.toPrecision(7)))
    : String(value);
}

/** A value in few characters: a long list by its beginning and its length. */
export function shorten(value: Value | undefined, width = VALUE): string {
  if (value === undefined) return "-";
  if (typeof value !== "object") return cut(digits(value), width);
  const all = value.map(digits);
  const whole = all.join(", ");
  if (whole.length <= width) return whole;
  const end = `… (${all.length})`;
  let shown = "";
  for (const each of all) {
    const longer = `${shown}${each}, `;
    if (longer.length + end.length > width) break;
    shown = longer;
  }
  return shown + end;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function differenceText({ difference }: Row): string {
  if (difference === 0) return "none";
  return Number.isFinite(difference) ? difference.toExponential(1) : "differs";
}

function lineOf(cells: readonly string[]): string {
  const [name = "", fastai = "", leat = "", ...rest] = cells;
  return [
    name.padEnd(NAME),
    fastai.padEnd(VALUE),
    leat.padEnd(VALUE),
    (rest[0] ?? "").padEnd(8),
    rest[1] ?? "",
  ].join("  ").trimEnd();
}

/** The rows as text, section by section, and how many are ok. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [lineOf(["", "fastai", "Leat", "apart", "ok"])];
  let section = "";
  for (const row of rows) {
    if (row.section !== section) {
      section = row.section;
      lines.push("", section);
    }
    lines.push(lineOf([
      `  ${cut(row.row, NAME - 2)}`,
      shorten(row.fastai),
      shorten(row.leat),
      differenceText(row),
      row.ok ? "ok" : "NOT OK",
    ]));
  }
  const ok = rows.filter((row) => row.ok).length;
  return [...lines, "", `${ok} of ${rows.length} rows ok`].join("\n");
}
