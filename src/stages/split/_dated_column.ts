import type { SplitItem } from "../../flow/stage/split.ts";
import { cellOf } from "./_cell.ts";
import { isIsoDate } from "./_dates.ts";

/** A column of dates, and one of its dates. */
export interface DatedColumn {
  readonly column: string;
  /** The date before which lies the share that was asked for. */
  readonly date: string;
}

/** The dates of a column, or undefined if one of them is none. */
function datesOf(
  items: readonly SplitItem[],
  column: string,
): readonly string[] | undefined {
  const dates: string[] = [];
  for (const { item } of items) {
    const cell = cellOf(item, column);
    if (!isIsoDate(cell)) return undefined;
    dates.push(cell);
  }
  return dates;
}

/** The first column in which every row has a date, and not all the same. */
export function datedColumn(
  items: readonly SplitItem[],
  share: number,
): DatedColumn | undefined {
  const first = items[0]?.item;
  if (typeof first !== "object" || first === null) return undefined;
  for (const column of Object.keys(first)) {
    const dates = datesOf(items, column)?.toSorted();
    if (dates === undefined || dates[0] === dates.at(-1)) continue;
    const date = dates[Math.floor(share * dates.length)];
    if (date !== undefined) return { column, date };
  }
  return undefined;
}
