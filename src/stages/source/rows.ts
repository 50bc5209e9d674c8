import { z } from "zod";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Source } from "../../flow/stage/stage.ts";
import type { Json } from "../../flow/kinds/json.ts";
import { type CleanOptions, cleanParam, given } from "./_clean.ts";
import { rowData } from "./_row_data.ts";
import { itemsOfRows } from "./_row_ids.ts";

/** The definition of {@linkcode rows}. */
export const rowsStage = defineStage("source", {
  op: "rows",
  version: 1,
  params: z.strictObject({
    rows: z.array(rowData),
    /** Absent where ids are made of the content. */
    id: z.string().min(1).exactOptional(),
    ...cleanParam,
  }),
  behave: ({ rows, id, clean }) => ({
    lists: "row",
    clean,
    list: () =>
      Promise.resolve().then(() => ({
        items: itemsOfRows(rows, id, "rows"),
        skipped: [],
        notices: [],
      })),
  }),
});

/**
 * Lists rows that the pipeline itself writes down or computes.
 *
 * An item's id is a hash of its row, or the value of the column `id`; adding a
 * row changes no other's.
 *
 * @param rows plain data: strings, finite numbers, booleans, null
 * @throws {PipelineError} when a cell is no plain data; from its behaviour,
 * when there are no rows or two have one id
 *
 * @example The whole truth table
 * ```ts
 * import { rows } from "leat";
 *
 * rows([
 *   { a: false, b: false, label: "even" },
 *   { a: false, b: true, label: "odd" },
 *   { a: true, b: false, label: "odd" },
 *   { a: true, b: true, label: "even" },
 * ]);
 * ```
 */
export function rows<Row extends { readonly [Column in keyof Row]: Json }>(
  rows: readonly Row[],
  { id, ...options }: CleanOptions & {
    /** A column with another value in each row. */
    readonly id?: keyof Row & string;
  } = {},
): Source<Row> {
  return rowsStage({
    rows: [...rows],
    ...(id === undefined ? {} : { id }),
    ...given(options),
  });
}
