import { PipelineError } from "./pipeline_error.ts";

const stage = "source";

function quoteAll(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}

/** A folder or dataset holds no image. */
export function noImages(
  place: string,
  otherFiles: number,
  extensions: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot list images in "${place}": it holds none (${otherFiles} other files)`,
    {
      stage,
      item: place,
      remedy: `Add files that end with ${
        extensions.join(", ")
      }, or correct the folder, which is relative to the pipeline file`,
    },
  );
}

/** A schema of rows that text cells cannot fit, or that cannot be sent. */
export function unusableRowSchema(what: string): PipelineError {
  return new PipelineError(`Cannot use this row of a table: ${what}`, {
    stage,
    item: "table",
    remedy:
      "Use z.object() of z.string(), z.number(), z.boolean(), z.enum() and z.literal(), with z.nullable() where a cell may be empty; compute in the label function",
  });
}

/** A file that is no table. */
export function unreadableTable(
  file: string,
  what: string,
  remedy = "Correct the file: a header, then one line a row",
): PipelineError {
  return new PipelineError(`Cannot read table "${file}": ${what}`, {
    stage,
    item: file,
    remedy,
  });
}

/** The header lacks a column. */
export function noColumn(
  file: string,
  column: string,
  columns: readonly string[],
): PipelineError {
  return unreadableTable(
    file,
    `there is no column "${column}"`,
    `Correct the row's schema or the header; the columns are ${
      quoteAll(columns)
    }`,
  );
}

/** Where a cell is, and what the schema says about it. */
export interface BadCell {
  readonly file: string;
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly column: string;
  /** Such as "must be a number". */
  readonly complaint: string;
  /** The cell's text. */
  readonly cell: string;
}

/** A cell does not fit its column. */
export function badCell(
  { file, row, column, complaint, cell }: BadCell,
): PipelineError {
  const got = cell === "" ? "an empty cell" : JSON.stringify(cell);
  return new PipelineError(
    `Cannot read row ${row} of "${file}": column "${column}" ${complaint}, got ${got}`,
    {
      stage,
      item: file,
      remedy: cell === ""
        ? "Fill the cell, or allow it to be empty with z.nullable()"
        : "Correct the cell, or the column's type in the row's schema",
    },
  );
}

/** A source of rows without rows. */
export function noRows(place: string): PipelineError {
  return new PipelineError(`Cannot list rows of "${place}": there are none`, {
    stage,
    item: place,
    remedy: "Add rows",
  });
}

/** The column that should name each row does not. */
export function badRowId(
  place: string,
  column: string,
  what: string,
): PipelineError {
  return new PipelineError(
    `Cannot name the rows of "${place}" by column "${column}": ${what}`,
    {
      stage,
      item: place,
      remedy: "Choose a column with another value in each row, or leave out id",
    },
  );
}
