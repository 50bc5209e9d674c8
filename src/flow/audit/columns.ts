import type { Front } from "../graph/front.ts";
import { type Finding, percent } from "./finding.ts";

/** A column of words with a larger share of different ones tells rows apart. */
const UNIQUE = 0.95;

/** More than this share of a column missing is a warning. */
const MISSING = 0.2;

/** Rows that are too few to tell a column of names from one of words. */
const FEW = 10;

type Row = Readonly<Record<string, unknown>>;

const isMissing = (value: unknown) =>
  value === null || value === undefined || value === "";

/** What is odd about the columns of a table; nothing where items are files. */
export function columns(
  { items, sets }: Front,
  /** Those that the network reads. */
  read: ReadonlySet<string>,
): readonly Finding[] {
  const sealed = new Set(sets.test);
  const rows = items.flatMap(({ id, item, file }) =>
    file || sealed.has(id) || typeof item !== "object" || item === null ||
      Array.isArray(item)
      ? []
      : [item as Row]
  );
  if (rows.length < 2) return [];
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.flatMap((name): Finding[] => {
    const values = rows.map((row) => row[name]);
    const there = values.filter((value) => !isMissing(value));
    const different = new Set(there).size;
    const lost = values.length - there.length;
    const level = read.has(name) ? "warning" : "note";
    const use = read.has(name) ? ", and the network reads it" : "";
    const words = there.every((value) => typeof value === "string");
    const unique = words && there.length >= FEW &&
      different >= UNIQUE * there.length;
    return [
      ...different <= 1
        ? [{
          kind: "columns" as const,
          level: level as Finding["level"],
          text: `Column "${name}" is the same in every row${use}`,
          about: [],
        }]
        : [],
      ...unique
        ? [{
          kind: "columns" as const,
          level: level as Finding["level"],
          text:
            `Column "${name}" has ${different} different values in ${there.length} rows, as a name has${use}`,
          about: [],
        }]
        : [],
      ...lost > 0
        ? [{
          kind: "missing" as const,
          level: lost > MISSING * values.length && read.has(name)
            ? "warning" as const
            : "note" as const,
          text: `Column "${name}" lacks ${lost} of ${values.length} values (${
            percent(lost / values.length)
          })`,
          about: [],
        }]
        : [],
    ];
  });
}
