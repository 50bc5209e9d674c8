import { canonical } from "../../base/codec/canonical.ts";
import { sha256 } from "../../base/codec/sha256.ts";
import { badRowId, noRows } from "../../base/errors/source.ts";
import type { ListedItem } from "../../flow/stage/source.ts";
import type { RowData } from "./_row_data.ts";

/** 64 bits tell apart as many rows as memory holds. */
const HASH_DIGITS = 16;

/** Hash of the content, with a number that tells equal rows apart. */
function idsByContent(rows: readonly RowData[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const hash = sha256(canonical(row)).slice(0, HASH_DIGITS);
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return `${hash}-${occurrence}`;
  });
}

function idsByColumn(
  rows: readonly RowData[],
  column: string,
  place: string,
): readonly string[] {
  const seen = new Set<string>();
  return rows.map((row, at) => {
    const cell = Object.hasOwn(row, column) ? row[column] ?? null : null;
    if (cell === null || typeof cell === "object" || cell === "") {
      throw badRowId(place, column, `row ${at + 1} of them has no value there`);
    }
    const id = String(cell);
    if (seen.has(id)) throw badRowId(place, column, `two rows have "${id}"`);
    seen.add(id);
    return id;
  });
}

/**
 * Rows as items with ids that stay when other rows come and go.
 *
 * @param column holds the id; the row's content, if there is none
 * @param place what messages call the source
 * @returns sorted by id
 * @throws {PipelineError} when there are no rows, or the column names none or
 * two of them
 */
export function itemsOfRows(
  rows: readonly RowData[],
  column: string | undefined,
  place: string,
): readonly ListedItem[] {
  if (rows.length === 0) throw noRows(place);
  const ids = column === undefined
    ? idsByContent(rows)
    : idsByColumn(rows, column, place);
  return rows
    .map((item, at) => ({ id: ids[at] ?? "", item }))
    .sort((a, b) => a.id < b.id ? -1 : 1);
}
