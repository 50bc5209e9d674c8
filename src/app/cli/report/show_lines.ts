import { plainText } from "../../../base/codec/plain_text.ts";
import { labelText } from "../../look/label_text.ts";
import type { ShowEnd } from "../../look/show_pipeline.ts";
import { columns } from "./columns.ts";
import { figure } from "../../format.ts";

/** A longer cell would push the others out of sight. */
const LONGEST = 60;

const cut = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

const numbers = (values: readonly number[]) =>
  cut(
    values.map((each) => Number.isInteger(each) ? `${each}` : figure(each))
      .join("  "),
  );

/** A table of rows after each stage. */
function tableLines({ items }: ShowEnd): readonly string[] {
  const fields = items[0]?.columns.map(({ field }) => field) ?? [];
  const changed = items.some(({ columns }) =>
    columns.some(({ read, seen }) => read.some((each, at) => each !== seen[at]))
  );
  const keys = Object.keys(items[0]?.item ?? {});
  const head = [
    "item",
    ...keys,
    "label",
    ...fields.map((field) => `${field}, as read`),
    ...changed ? fields.map((field) => `${field}, as seen`) : [],
  ];
  const rows = items.map(({ id, item, label, columns }) => [
    cut(id),
    ...keys.map((key) => {
      const value = (item as Record<string, unknown>)?.[key];
      return value === null || value === undefined ? "" : cut(`${value}`);
    }),
    labelText(label),
    ...columns.map(({ read }) => numbers(read)),
    ...changed ? columns.map(({ seen }) => numbers(seen)) : [],
  ]);
  return columnsOrNothing([head, ...rows]);
}

function columnsOrNothing(rows: readonly (readonly string[])[]) {
  return rows.length > 1 ? columns(rows) : [];
}

/** What was shown, as lines: a table of rows, or where the sheet is. */
export function showLines(end: ShowEnd): readonly string[] {
  const { status, sheet, page, items, set, epoch, seed } = end;
  if (status !== "ok") return [];
  const when = set === "train" ? `, epoch ${epoch}, seed ${seed}` : "";
  const count = `${items.length} ${items.length === 1 ? "item" : "items"}`;
  const about = `${count} of the set "${set}"${when}`;
  const lines = sheet === null
    ? [about, "", ...tableLines(end)]
    : [about, `Sheet: ${sheet}`, ...page === null ? [] : [`Page: ${page}`]];
  return lines.map((line) => plainText(line));
}
