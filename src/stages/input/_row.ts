import { notARow } from "../../base/errors/input.ts";
import type { Json } from "../../flow/kinds/json.ts";

/** A row of a table: its cells by column. */
export type Row = ReadonlyMap<string, Json>;

/**
 * An item as a row. A map, since a column may be called `constructor`.
 *
 * @throws {PipelineError} when it is none
 */
export function rowOf(item: Json, name?: string): Row {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    throw notARow(name ?? JSON.stringify(item));
  }
  return new Map(Object.entries(item));
}

/** How a message names a row whose id is not at hand: by its beginning. */
export function excerptOf(row: Row): string {
  const text = JSON.stringify(Object.fromEntries(row));
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
