import { z } from "zod";
import { unusableColumn } from "../../base/errors/split.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { SplitItem } from "../../flow/stage/split.ts";
import type { Split } from "../../flow/stage/stage.ts";
import { cellOf } from "./_cell.ts";
import { isIsoDate, isoDate } from "./_dates.ts";
import { neededSets, sortIntoSets } from "./_sets.ts";

/** Settings of {@linkcode after}. */
export interface AfterOptions {
  /** From this later date on, rows are kept for the end. */
  readonly test?: string;
}

function dateOf({ id, item }: SplitItem, column: string): string {
  const cell = cellOf(item, column);
  if (isIsoDate(cell)) return cell;
  throw unusableColumn(id, column, "an ISO date", cell);
}

/** The definition of {@linkcode after}. */
export const afterStage = defineStage("split", {
  op: "after",
  version: 1,
  params: z.strictObject({
    column: z.string().min(1),
    date: isoDate,
    test: isoDate.exactOptional(),
  }).refine(({ date, test }) => test === undefined || test > date, {
    error: "test must be a later date than the one that ends training",
  }),
  behave: ({ column, date, test }) => ({
    divide: (items) =>
      sortIntoSets(items, {
        op: "after",
        needed: neededSets(test !== undefined),
        remedy: `Choose dates within those of column "${column}"`,
        setOf(item) {
          const own = dateOf(item, column);
          if (own < date) return "train";
          return test === undefined || own < test ? "valid" : "test";
        },
      }),
  }),
});

/**
 * Trains on what was before a date and validates on what comes from that date
 * on, as the model will be used.
 *
 * @param column a column in which every row has an ISO 8601 date, or date and
 * time; all in one form, since they are compared as text
 * @param date the first date that validates
 * @throws {PipelineError} when a date is none; from its behaviour, when a row
 * has no date or a set is left empty
 *
 * @example Train until 2014, validate in 2015
 * ```ts
 * import { after } from "leat";
 * import assert from "node:assert/strict";
 *
 * const days = ["2014-12-31", "2015-01-01", "2015-01-02"].map((date) => ({
 *   id: date,
 *   item: { date },
 *   label: "rain",
 * }));
 * const { valid } = after("date", "2015-01-01").behaviour.divide(days);
 * assert.deepEqual(valid, ["2015-01-01", "2015-01-02"]);
 * ```
 */
export function after<Column extends string>(
  column: Column,
  date: string,
  { test }: AfterOptions = {},
): Split<{ readonly [Name in Column]: string }> {
  return afterStage({ column, date, ...(test === undefined ? {} : { test }) });
}
