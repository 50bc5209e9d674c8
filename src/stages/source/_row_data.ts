import { z } from "zod";
import type { Json } from "../../flow/kinds/json.ts";

/** A row of a table, or its JSON Schema: an object of plain data. */
export type RowData = { readonly [name: string]: Json };

/** The schema of `RowData`. */
export const rowData: z.ZodType<RowData, RowData> = z.record(
  z.string(),
  z.json(),
);
