import type { Json } from "../../flow/kinds/json.ts";

/** The value of a column, or undefined where the item is no row of a table. */
export function cellOf(item: Json, column: string): Json | undefined {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    return undefined;
  }
  return Object.entries(item).find(([name]) => name === column)?.[1];
}
