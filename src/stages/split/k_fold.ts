import { z } from "zod";
import { tooFewToFold } from "../../base/errors/split.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Split } from "../../flow/stage/stage.ts";
import { idsByClass } from "./_classes.ts";
import { datedColumn } from "./_dated_column.ts";
import { drawPlaces } from "./_drawing.ts";
import { neededSets, sortIntoSets } from "./_sets.ts";

/** Settings of {@linkcode kFold}. */
export interface KFoldOptions {
  /** Into how many parts the items are cut, at least 2. */
  readonly folds: number;
  /** The part that validates, 1 to `folds`. */
  readonly fold: number;
  /** Another seed, another division. */
  readonly seed: number;
  /** Whether each class is cut into equal parts; false unless told. */
  readonly stratify?: boolean;
}

const params = z.strictObject({
  folds: z.int().min(2),
  fold: z.int().min(1),
  seed: z.int().nonnegative(),
  stratify: z.boolean().default(false),
}).refine(({ folds, fold }) => fold <= folds, {
  path: ["fold"],
  error: "fold must be 1 to folds",
});

/** The ids of one part, of sizes that differ by one at most. */
function foldOf(
  ids: readonly string[],
  { folds, fold, seed }: z.output<typeof params>,
): readonly string[] {
  const cut = (at: number) => Math.round(at * ids.length / folds);
  return drawPlaces(ids, seed)
    .slice(cut(fold - 1), cut(fold))
    .map(({ id }) => id);
}

/** The definition of {@linkcode kFold}. */
export const kFoldStage = defineStage("split", {
  op: "kFold",
  version: 1,
  params,
  behave: (params) => ({
    divide(items) {
      if (items.length < params.folds) {
        throw tooFewToFold(items.length, params.folds);
      }
      const parts = params.stratify
        ? idsByClass(items)
        : [items.map(({ id }) => id)];
      const valid = new Set(parts.flatMap((ids) => foldOf(ids, params)));
      return sortIntoSets(items, {
        op: "kFold",
        needed: neededSets(false),
        remedy: "Ask for fewer folds, or leave out stratify",
        setOf: ({ id }) => valid.has(id) ? "valid" : "train",
      });
    },
    warnings(items) {
      const dated = datedColumn(items, 1 - 1 / params.folds);
      if (dated === undefined) return [];
      const { column, date } = dated;
      return [
        `Column "${column}" holds dates, and kFold() validates on days between those it trains on, which looks better than it is; to validate on later days, use after("${column}", "${date}")`,
      ];
    },
  }),
});

/**
 * Divides items by chance into `folds` equal parts, of which one validates:
 * trained once for each, every item has validated once. A few hundred items
 * give a steadier figure so than by one split.
 *
 * Unlike `random()`, the parts are right to one item, and adding an item may
 * move others.
 *
 * @throws {PipelineError} when a setting is out of range; from its behaviour,
 * when there are fewer items than folds, or labels to stratify by are no classes
 *
 * @example The second of five parts validates
 * ```ts
 * import { kFold } from "leat";
 * import assert from "node:assert/strict";
 *
 * const items = Array.from({ length: 100 }, (_, at) => ({
 *   id: `cat_${at}.jpg`,
 *   item: null,
 *   label: "cat",
 * }));
 * const { train, valid } = kFold({ folds: 5, fold: 2, seed: 42 })
 *   .behaviour.divide(items);
 * assert.deepEqual([train.length, valid.length], [80, 20]);
 * ```
 */
export function kFold(options: KFoldOptions): Split<unknown> {
  return kFoldStage(options);
}
