import { PipelineError } from "./pipeline_error.ts";

const stage = "input";

/** A row has no such column, or something else in it. */
export function unusableCell(
  row: string,
  column: string,
  expected: string,
  value: unknown,
): PipelineError {
  const found = value === undefined
    ? `there is no column "${column}"`
    : `column "${column}" must hold ${expected}, got ${JSON.stringify(value)}`;
  return new PipelineError(
    `Cannot encode row ${JSON.stringify(row)}: ${found}`,
    {
      stage,
      item: row,
      remedy: value === undefined
        ? "Correct the name of the column in features(), or add it to the row"
        : "Correct the row, or name the column under the other key of features()",
    },
  );
}

/** No training row has a value in a column. */
export function emptyColumn(
  column: string,
  expected: string,
  columns: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot learn column "${column}": no training row holds ${expected} in it`,
    {
      stage,
      item: column,
      remedy:
        `Leave the column out of features(), or correct its name; the columns are ${
          columns.map((name) => `"${name}"`).join(", ") || "none"
        }`,
    },
  );
}

/** Features are read from rows, and this is something else. */
export function notARow(item: string): PipelineError {
  return new PipelineError(
    `Cannot encode ${JSON.stringify(item)}: it is not a row`,
    {
      stage,
      item,
      remedy: "Use features() with a source of rows: table() or rows()",
    },
  );
}

/** The statistics of an input are not those that it learned. */
export function foreignStatistics(op: string, cause: unknown): PipelineError {
  return new PipelineError(
    `Cannot read the statistics of "${op}": they are not as it writes them`,
    {
      stage,
      item: op,
      remedy: "Use the statistics of the same pipeline, or train again",
      cause,
    },
  );
}
