/**
 * What the cells of training rows are, so that it can be told later which cells
 * of a row are beyond: numbers out of the range, words that no row had, and
 * cells that are missing where none was.
 *
 * @module
 */
import { z } from "zod";
import { foreignStatistics } from "../../base/errors/input.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { UnmetCell } from "../../flow/stage/input.ts";
import { rowOf } from "./_row.ts";
import { unmetIn } from "./_unmet.ts";

const met = z.strictObject({
  continuous: z.array(z.strictObject({
    column: z.string(),
    low: z.number(),
    high: z.number(),
    /** Whether a training row lacked it. */
    missing: z.boolean(),
  })),
  categorical: z.array(z.strictObject({
    column: z.string(),
    values: z.array(z.union([z.string(), z.boolean()])),
    missing: z.boolean(),
  })),
});

/** The columns that an input reads. */
interface Columns {
  readonly continuous: readonly string[];
  readonly categorical: readonly string[];
}

/** Notes what the cells of training rows are. */
export function meetRows(
  training: readonly Json[],
  { continuous, categorical }: Columns,
): z.output<typeof met> {
  const rows = training.map((item) => rowOf(item));
  const cells = (column: string) => rows.map((row) => row.get(column) ?? null);
  return {
    continuous: continuous.map((column) => {
      let [low, high, missing] = [Infinity, -Infinity, false];
      for (const cell of cells(column)) {
        if (typeof cell !== "number") missing = true;
        else [low, high] = [Math.min(low, cell), Math.max(high, cell)];
      }
      return { column, low, high, missing };
    }),
    categorical: categorical.map((column) => {
      const all = [...new Set(cells(column))];
      const values = all.filter((cell) =>
        typeof cell === "string" || typeof cell === "boolean"
      );
      return { column, values, missing: all.includes(null) };
    }),
  };
}

/**
 * Tells which cells of a row are beyond what was met.
 *
 * @throws {PipelineError} when what was met is none of this input's
 */
export function unmetCells(
  noted: Json,
): (item: Json) => readonly UnmetCell[] {
  const { data, error } = met.safeParse(noted);
  if (data === undefined) throw foreignStatistics("features", error);
  const look = unmetIn(data);
  return (item) => look(rowOf(item));
}
