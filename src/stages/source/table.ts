import { z } from "zod";
import {
  badCell,
  noColumn,
  unreadableTable,
} from "../../base/errors/source.ts";
import type { DatasetDeclaration } from "../../flow/stage/dataset.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Source } from "../../flow/stage/stage.ts";
import { cellValue, type Column, columnsOf, expectation } from "./_column.ts";
import { type Line, readCsv, type TextTable } from "./_csv.ts";
import { type CleanOptions, cleanParam, given } from "./_clean.ts";
import { locationOf, nameOf, noticesOf, place } from "./_place.ts";
import { type RowData, rowData } from "./_row_data.ts";
import { itemsOfRows } from "./_row_ids.ts";
import { type RowSchema, rowSchemaOf } from "./_row_schema.ts";

/** A column of the schema with its place in the file. */
interface PlacedColumn extends Column {
  /** -1 where the file has no such column. */
  readonly at: number;
}

function placeColumns(
  { header }: TextTable,
  columns: readonly Column[],
  file: string,
): readonly PlacedColumn[] {
  return columns.map((column) => {
    const { name, required } = column;
    const at = header.indexOf(name);
    if (at === -1 && required) throw noColumn(file, name, header);
    if (at !== header.lastIndexOf(name)) {
      throw unreadableTable(file, `two columns are called "${name}"`);
    }
    return { ...column, at };
  });
}

/** The first cell of a line that the schema objects to. */
function complain(
  { number, cells }: Line,
  columns: readonly PlacedColumn[],
  [issue]: readonly z.core.$ZodIssue[],
  file: string,
): Error {
  const column = columns.find(({ name }) => name === issue?.path[0]);
  const cell = cells[column?.at ?? -1] ?? "";
  const ofType = issue?.code === "invalid_type" ||
    issue?.code === "invalid_value" || issue?.code === "invalid_union";
  const complaint = column === undefined || !ofType
    ? `does not fit (${issue?.message ?? "unknown"})`
    : `must be ${expectation(column)}`;
  const name = column?.name ?? String(issue?.path[0]);
  return badCell({ file, row: number, column: name, complaint, cell });
}

/** What a checked row holds: cells are never nested. */
const checkedCells = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

/** The cells of a line; columns that the file does not have are left out. */
function cellsOf({ cells }: Line, columns: readonly PlacedColumn[]): RowData {
  return Object.fromEntries(columns.flatMap((column) => {
    if (column.at === -1) return [];
    const value = cellValue(column, cells[column.at] ?? "");
    return value === undefined ? [] : [[column.name, value] as const];
  }));
}

/** The rows of a table, checked against their schema. */
function rowsOf(
  table: TextTable,
  schema: RowSchema,
  file: string,
): readonly RowData[] {
  const columns = placeColumns(table, columnsOf(schema), file);
  const row = z.fromJSONSchema(schema).pipe(checkedCells);
  return table.lines.map((line) => {
    const result = row.safeParse(cellsOf(line, columns));
    if (result.success) return result.data;
    throw complain(line, columns, result.error.issues, file);
  });
}

/** The definition of {@linkcode table}. */
export const tableStage = defineStage("source", {
  op: "table",
  version: 1,
  params: z.strictObject({
    from: place,
    /** JSON Schema of a row. */
    row: rowData,
    /** A file of the dataset, where it has several. */
    file: z.string().min(1).exactOptional(),
    /** Absent where ids are made of the content. */
    id: z.string().min(1).exactOptional(),
    ...cleanParam,
  }),
  behave: ({ from, row, file, id, clean }) => ({
    lists: "row",
    clean,
    async list(host) {
      const name = file ?? nameOf(from);
      const text = await host.text(locationOf(from), file);
      const rows = rowsOf(await readCsv(text, name), row, name);
      return {
        items: itemsOfRows(rows, id, name),
        skipped: [],
        notices: noticesOf(from),
      };
    },
    async rowsOf(text, name) {
      const asked = await readCsv(text, name);
      // What is asked about has no label yet, and may lack more.
      const wanted = columnsOf(row).map((each) => ({
        ...each,
        required: false,
      }));
      const columns = placeColumns(asked, wanted, name);
      return asked.lines.map((line) => cellsOf(line, columns));
    },
  }),
});

/** Settings of {@linkcode table}. */
export interface TableOptions<Row> extends CleanOptions {
  /** A column with another value in each row; else ids come of the content. */
  readonly id?: keyof Row & string;
  /** A file of the dataset, where it has several. */
  readonly file?: string;
}

/**
 * Lists the rows of a file of separated values with a header. The delimiter is
 * found out, and columns that `row` does not name are passed over.
 *
 * A cell becomes what its column's schema says: a number, `true` or `false`, or
 * text. An empty cell is `null` where the schema is `nullable`, is left out
 * where it is `optional`, and is an error else, save for text.
 *
 * An item's id is a hash of its row, or the value of the column `id`; adding a
 * row changes no other's.
 *
 * @param from a file, relative to the pipeline file, or a dataset
 * @param row a `z.object()` of cells
 * @throws {PipelineError} when `row` holds what a cell cannot be; from its
 * behaviour, naming row and column, when the file does not fit
 *
 * @example Days with rain
 * ```ts
 * import { table } from "leat";
 * import { z } from "zod";
 *
 * table("./days.csv", z.object({
 *   date: z.iso.date(),
 *   rain: z.number().nullable(),
 *   weather: z.enum(["sun", "rain"]),
 * }));
 * ```
 */
export function table<Row>(
  from: string | DatasetDeclaration,
  row: z.ZodType<Row>,
  { id, file, ...options }: TableOptions<Row> = {},
): Source<Row> {
  return tableStage({
    from,
    row: rowSchemaOf(row),
    ...(file === undefined ? {} : { file }),
    ...(id === undefined ? {} : { id }),
    ...given(options),
  });
}
