/**
 * What a row's schema says about one column, and text read accordingly.
 *
 * @module
 */
import { z } from "zod";
import type { Json } from "../../flow/kinds/json.ts";
import type { RowSchema } from "./_row_schema.ts";

type CellType = "string" | "number" | "integer" | "boolean" | "null";

/** One column of a table. */
export interface Column {
  readonly name: string;
  /** Whether an empty cell is an error. */
  readonly required: boolean;
  readonly types: ReadonlySet<CellType>;
  /** The values of an enumeration, if it is one. */
  readonly values: readonly Json[];
}

/** The parts of JSON Schema that zod writes for a cell. */
interface CellSchema {
  type?: CellType | CellType[] | undefined;
  enum?: Json[] | undefined;
  const?: Json | undefined;
  default?: Json | undefined;
  anyOf?: CellSchema[] | undefined;
}

const cellType = z.enum(["string", "number", "integer", "boolean", "null"]);
const cellSchema: z.ZodType<CellSchema> = z.lazy(() =>
  z.object({
    type: z.union([cellType, z.array(cellType)]),
    enum: z.array(z.json()),
    const: z.json(),
    default: z.json(),
    anyOf: z.array(cellSchema),
  }).partial()
);
const objectSchema = z.object({
  properties: z.record(z.string(), cellSchema).default({}),
  required: z.array(z.string()).default([]),
});

function alternatives(schema: CellSchema): readonly CellSchema[] {
  return schema.anyOf?.flatMap(alternatives) ?? [schema];
}

/** The columns of a row's schema. */
export function columnsOf(schema: RowSchema): readonly Column[] {
  const { properties, required } = objectSchema.parse(schema);
  return Object.entries(properties).map(([name, property]) => {
    const cells = alternatives(property);
    return {
      name,
      required: required.includes(name) && property.default === undefined,
      types: new Set(cells.flatMap(({ type }) => type ?? [])),
      values: cells.flatMap((cell) =>
        cell.enum ?? (cell.const === undefined ? [] : [cell.const])
      ),
    };
  });
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The value of a cell, or undefined where it is missing. What does not fit the
 * column stays text, for the schema to object to.
 */
export function cellValue({ types, required }: Column, text: string) {
  const trimmed = text.trim();
  if (trimmed === "") {
    if (types.has("null")) return null;
    if (!required) return undefined;
  }
  if (types.has("number") || types.has("integer")) {
    if (NUMBER.test(trimmed)) return Number(trimmed);
  }
  if (types.has("boolean")) {
    const lower = trimmed.toLowerCase();
    if (lower === "true" || lower === "false") return lower === "true";
  }
  return text;
}

const WORDS: Readonly<Record<CellType, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "empty",
};

/** What a cell of the column must be, in words. */
export function expectation({ types, values }: Column): string {
  if (values.length > 0) {
    return `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  return [...types].map((type) => WORDS[type]).join(" or ");
}
