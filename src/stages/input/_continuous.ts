/**
 * Columns of numbers: missing ones become the median, all are brought to mean 0
 * and deviation 1.
 *
 * @module
 */
import { z } from "zod";
import { emptyColumn, unusableCell } from "../../base/errors/input.ts";
import { excerptOf, type Row } from "./_row.ts";

/** What is learned of a column of numbers. */
export const continuousColumn = z.strictObject({
  column: z.string(),
  median: z.number(),
  mean: z.number(),
  /** Of the population, and never 0. */
  deviation: z.number().positive(),
  /** Whether a training row lacked it, so that lacking it means something. */
  missing: z.boolean(),
});

/** What is learned of a column of numbers. */
export type ContinuousColumn = z.output<typeof continuousColumn>;

/** Keeps the division finite where all values are equal. Source: fastai. */
const EPSILON = 1e-7;

/** The number in a cell, or null where it is missing. */
function numberIn(row: Row, column: string, name?: string): number | null {
  const cell = row.get(column) ?? null;
  if (cell === null || typeof cell === "number") return cell;
  throw unusableCell(name ?? excerptOf(row), column, "a number", cell);
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1
    ? upper
    : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

/**
 * Learns a column from training rows.
 *
 * @throws {PipelineError} when a row holds something else, or none a number
 */
export function learnContinuous(
  training: readonly Row[],
  column: string,
): ContinuousColumn {
  const cells = training.map((row) => numberIn(row, column));
  const known = cells.filter((cell) => cell !== null);
  if (known.length === 0) {
    throw emptyColumn(column, "a number", [...training[0]?.keys() ?? []]);
  }
  const median = medianOf(known);
  const filled = cells.map((cell) => cell ?? median);
  const mean = meanOf(filled);
  const variance = meanOf(filled.map((value) => (value - mean) ** 2));
  return {
    column,
    median,
    mean,
    deviation: Math.sqrt(variance) + EPSILON,
    missing: known.length < cells.length,
  };
}

/** A cell, normalized, and whether it was missing. */
export interface EncodedNumber {
  readonly value: number;
  readonly missing: boolean;
}

/**
 * Encodes a cell of a column. A null is missing; a column that is not there is
 * only if training rows lacked it too.
 *
 * @throws {PipelineError} when it holds something else, or is not there
 */
export function encodeContinuous(
  row: Row,
  { column, median, mean, deviation, missing }: ContinuousColumn,
  name: string,
): EncodedNumber {
  if (!missing && !row.has(column)) {
    throw unusableCell(name, column, "a number", undefined);
  }
  const cell = numberIn(row, column, name);
  return {
    value: ((cell ?? median) - mean) / deviation,
    missing: cell === null,
  };
}
