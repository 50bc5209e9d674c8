import { z } from "zod";
import { tooFewToSplit } from "../../base/errors/split.ts";
import type { SplitItem } from "../../flow/stage/split.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Split } from "../../flow/stage/stage.ts";
import { idsByClass } from "./_classes.ts";
import { datedColumn } from "./_dated_column.ts";
import {
  cutByCount,
  cutByPlace,
  type Division,
  drawPlaces,
} from "./_drawing.ts";
import { neededSets, sortIntoSets } from "./_sets.ts";
import { cutAsTorch } from "./_torch_order.ts";
import {
  leaveSomeToTrain,
  nothingToTrain,
  type ShareOptions,
  type Shares,
  shares,
} from "./_shares.ts";

/** Settings of {@linkcode random}. */
export interface RandomOptions extends ShareOptions {
  /** Whether each class is cut at the same shares; false unless told. */
  readonly stratify?: boolean;
  /** `"torch"` divides as fastai does; by each item's own id unless told. */
  readonly order?: "torch";
}

interface Seeded extends Shares {
  readonly seed: number;
}

function stratified(items: readonly SplitItem[], settings: Seeded): Division {
  return new Map(
    idsByClass(items).flatMap((ids) => [
      ...cutByCount(drawPlaces(ids, settings.seed), settings),
    ]),
  );
}

function plain(items: readonly SplitItem[], settings: Seeded): Division {
  const ids = items.map(({ id }) => id);
  return cutByPlace(drawPlaces(ids, settings.seed), settings);
}

function asTorch(items: readonly SplitItem[], settings: Seeded): Division {
  return cutAsTorch(items.map(({ id }) => id), settings.seed, settings);
}

const params = z.strictObject({
  ...shares,
  stratify: z.boolean().default(false),
  order: z.literal("torch").optional(),
}).refine(leaveSomeToTrain, { error: nothingToTrain })
  .refine(({ stratify, order }) => !(stratify && order === "torch"), {
    error: 'order "torch" cannot stratify: fastai\'s splitter knows no classes',
  });

/** How items are put into sets. */
function dividerOf(
  { stratify, order }: Pick<z.output<typeof params>, "stratify" | "order">,
): (items: readonly SplitItem[], settings: Seeded) => Division {
  if (order === "torch") return asTorch;
  return stratify ? stratified : plain;
}

/** The definition of {@linkcode random}. */
export const randomStage = defineStage("split", {
  op: "random",
  version: 1,
  params,
  behave: ({ stratify, order, ...settings }) => ({
    divide(items) {
      const needed = neededSets(settings.test > 0);
      if (items.length < needed.length) {
        throw tooFewToSplit("random", "items", items.length, needed.length);
      }
      const division = dividerOf({ stratify, order })(items, settings);
      return sortIntoSets(items, {
        op: "random",
        needed,
        remedy: order === "torch"
          ? "Add items, or raise the share: it is rounded down, as in fastai"
          : "Add items to each class, or leave out stratify",
        setOf: ({ id }) => division.get(id) ?? "train",
      });
    },
    warnings(items) {
      const dated = datedColumn(items, 1 - settings.valid - settings.test);
      if (dated === undefined) return [];
      const { column, date } = dated;
      return [
        `Column "${column}" holds dates, and random() validates on days between those it trains on, which looks better than it is; to validate on later days, use after("${column}", "${date}")`,
      ];
    },
  }),
});

/**
 * Divides items by chance: whether an item validates depends on the seed and
 * its id alone, so that adding a file moves no other.
 *
 * The sizes are therefore near the shares, not at them: 20 % of 100 items are
 * 20, give or take 4, and of 10,000 items 2,000, give or take 40. A set that
 * chance would leave empty gets one item.
 *
 * With `stratify` each class is cut at the same shares, right to one item;
 * adding a file may then move another one of its class. A class of one item
 * trains.
 *
 * With `order: "torch"` the sets are those of fastai's
 * `RandomSplitter(valid, seed)` over the same list, which is the source's:
 * files by their path below the folder, rows by their ids. In fastai that is
 * `sorted(get_image_files(path), key=lambda file: file.relative_to(path).as_posix())`,
 * since `get_image_files` alone gives any order. Shares are rounded down;
 * `test`, which fastai has not, takes what follows the validation set in
 * torch's permutation. Another file may move every other one, and there is no
 * `stratify`.
 *
 * Rows with dates are better split with `after()`; a warning says so.
 *
 * @throws {PipelineError} when a share is out of range, or `stratify` stands
 * with `order`; from its behaviour, when there are fewer items than sets, a
 * share in torch's order is less than one item, or labels to stratify by are no
 * classes
 *
 * @example A fifth validates, a tenth is kept for the end
 * ```ts
 * import { random } from "leat";
 * import assert from "node:assert/strict";
 *
 * const items = Array.from({ length: 1000 }, (_, at) => ({
 *   id: `cat_${at}.jpg`,
 *   item: null,
 *   label: "cat",
 * }));
 * const split = random({ valid: 0.2, test: 0.1, seed: 42 });
 * const { train, valid, test } = split.behaviour.divide(items);
 * assert.equal(train.length + valid.length + test.length, 1000);
 * ```
 *
 * @example The sets of fastai's `RandomSplitter(0.2, seed=42)`
 * ```ts
 * import { random } from "leat";
 * import assert from "node:assert/strict";
 *
 * const items = [..."abcdefghij"].map((id) => ({ id, item: null, label: id }));
 * const split = random({ valid: 0.2, seed: 42, order: "torch" });
 * assert.deepEqual(split.behaviour.divide(items).valid, ["c", "g"]);
 * ```
 */
export function random(options: RandomOptions): Split<unknown> {
  return randomStage(options);
}
