/**
 * A zod schema of a row, made plain data: it is written in the pipeline file
 * and used in the process that reads files, which loads no pipeline.
 *
 * @module
 */
import { z } from "zod";
import { unusableRowSchema } from "../../base/errors/source.ts";
import { type RowData, rowData } from "./_row_data.ts";

/** A schema of rows as JSON Schema. */
export type RowSchema = RowData;

/** What the text of a cell can become, and JSON Schema can say. */
const CELLS: ReadonlySet<string> = new Set(
  ["string", "number", "boolean", "enum", "literal", "null"],
);

/** A check that is code: `refine`, or one that changes the value, as `trim`. */
function hasCode(type: z.core.$ZodType): boolean {
  return (type._zod.def.checks ?? []).some(({ _zod: { def } }) =>
    def.check === "custom" || def.check === "overwrite"
  );
}

function checkCell(type: z.core.$ZodType, column: string): void {
  if (hasCode(type)) {
    throw unusableRowSchema(
      `column "${column}" has a check or change that is code, which cannot be sent to where files are read`,
    );
  }
  if (
    type instanceof z.ZodOptional || type instanceof z.ZodNullable ||
    type instanceof z.ZodDefault || type instanceof z.ZodReadonly
  ) {
    checkCell(type.unwrap(), column);
    return;
  }
  if (type instanceof z.ZodUnion) {
    for (const option of type.options) checkCell(option, column);
    return;
  }
  const { type: name } = type._zod.def;
  if (!CELLS.has(name)) {
    throw unusableRowSchema(
      `column "${column}" is of type "${name}", which a cell of text cannot be`,
    );
  }
}

/**
 * The JSON Schema of a row.
 *
 * @throws {PipelineError} when the schema is no object of cells, or holds code
 */
export function rowSchemaOf(schema: z.ZodType): RowSchema {
  if (!(schema instanceof z.ZodObject)) {
    throw unusableRowSchema("its schema is not a z.object()");
  }
  if (hasCode(schema)) {
    throw unusableRowSchema(
      "its schema has a check that is code, which cannot be sent to where files are read",
    );
  }
  for (const [column, type] of Object.entries(schema.shape)) {
    checkCell(type, column);
  }
  return rowData.parse(z.toJSONSchema(schema));
}
