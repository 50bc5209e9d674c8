/**
 * Columns of words: each value that training rows hold has a code from 1, and
 * 0 is what is missing or was never seen.
 *
 * @module
 */
import { z } from "zod";
import { emptyColumn, unusableCell } from "../../base/errors/input.ts";
import { excerptOf, type Row } from "./_row.ts";

/** What is learned of a column of words. */
export const categoricalColumn = z.strictObject({
  column: z.string(),
  /** In the order of their codes, which start at 1. */
  values: z.array(z.union([z.string(), z.boolean()])).min(1),
  /** Whether a training row lacked it. */
  missing: z.boolean(),
});

/** What is learned of a column of words. */
export type CategoricalColumn = z.output<typeof categoricalColumn>;

type Word = string | boolean;

const EXPECTED = "a string or a boolean";

/** The word in a cell, or null where it is missing. */
function wordIn(row: Row, column: string, name?: string): Word | null {
  const cell = row.get(column) ?? null;
  if (cell === null || typeof cell === "string" || typeof cell === "boolean") {
    return cell;
  }
  throw unusableCell(name ?? excerptOf(row), column, EXPECTED, cell);
}

/** `false`, `true`, then strings by code unit. */
function compare(a: Word, b: Word): number {
  if (typeof a !== typeof b) return typeof a === "boolean" ? -1 : 1;
  return a < b ? -1 : 1;
}

/**
 * Learns a column from training rows.
 *
 * @throws {PipelineError} when a row holds something else, or none a word
 */
export function learnCategorical(
  training: readonly Row[],
  column: string,
): CategoricalColumn {
  const cells = training.map((row) => wordIn(row, column));
  const known = new Set(cells.filter((cell) => cell !== null));
  if (known.size === 0) {
    throw emptyColumn(column, EXPECTED, [...training[0]?.keys() ?? []]);
  }
  return {
    column,
    values: [...known].sort(compare),
    missing: cells.includes(null),
  };
}

/**
 * The code of a cell of a column.
 *
 * @throws {PipelineError} when it holds something else, or is not there though
 * all training rows had it
 */
export function encodeCategorical(
  row: Row,
  { column, values, missing }: CategoricalColumn,
  name: string,
): number {
  if (!missing && !row.has(column)) {
    throw unusableCell(name, column, EXPECTED, undefined);
  }
  const word = wordIn(row, column, name);
  return word === null ? 0 : values.indexOf(word) + 1;
}
