import { z } from "zod";
import { notTwoClasses, unknownPositive } from "../../base/errors/objective.ts";
import type { Category, Classes } from "../../flow/kinds/targets.ts";
import { claimsAbout } from "../../flow/claims/claim.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import type { Metric } from "../../flow/stage/stage.ts";
import { classPairs, isTagged } from "./_classes.ts";
import { overSet } from "./_whole_set.ts";

/** How often a class was found, claimed wrongly, and overlooked. */
interface Found {
  hits: number;
  falseAlarms: number;
  misses: number;
}

function countRows(predictions: Predictions, found: readonly Found[]): void {
  for (const [actual, predicted] of classPairs(predictions)) {
    if (actual === predicted) {
      found[actual]!.hits += 1;
      continue;
    }
    found[actual]!.misses += 1;
    found[predicted]!.falseAlarms += 1;
  }
}

function countCells(
  { outputs, targets, columns }: Predictions,
  found: readonly Found[],
): void {
  outputs.forEach((probability, at) => {
    const predicted = isTagged(probability);
    const actual = isTagged(targets[at]!);
    const column = found[at % columns]!;
    if (predicted && actual) column.hits += 1;
    if (predicted && !actual) column.falseAlarms += 1;
    if (!predicted && actual) column.misses += 1;
  });
}

function countFound(predictions: Predictions): readonly Found[] {
  const found = Array.from(
    { length: predictions.columns },
    () => ({ hits: 0, falseAlarms: 0, misses: 0 }),
  );
  const count = predictions.target === "tags" ? countCells : countRows;
  count(predictions, found);
  return found;
}

/** Of a class that neither occurs nor is predicted: 0, as in sklearn. */
function f1Of({ hits, falseAlarms, misses }: Found): number {
  const all = 2 * hits + falseAlarms + misses;
  return all === 0 ? 0 : 2 * hits / all;
}

function macro(predictions: Predictions): number {
  const found = countFound(predictions);
  // One class an item: sklearn averages over the classes that occur.
  const averaged = predictions.target === "tags" ? found : found.filter(
    ({ hits, falseAlarms, misses }) => hits + falseAlarms + misses > 0,
  );
  return averaged.reduce((sum, each) => sum + f1Of(each), 0) / averaged.length;
}

function binary(
  predictions: Predictions,
  positive?: string | boolean,
): number {
  const { classes } = predictions;
  if (classes.length !== 2) throw notTwoClasses(classes);
  const column = positive === undefined ? 1 : classes.indexOf(positive);
  if (column === -1) throw unknownPositive(positive, classes);
  return f1Of(countFound(predictions)[column]!);
}

/** The definition of {@linkcode f1}. */
export const f1Stage = defineStage("metrics", {
  op: "f1",
  version: 1,
  params: z.discriminatedUnion("average", [
    z.strictObject({ average: z.literal("macro") }),
    z.strictObject({
      average: z.literal("binary"),
      positive: z.union([z.string(), z.boolean()]).exactOptional(),
    }),
  ]),
  behave: (params) => ({
    targets: params.average === "macro" ? ["category", "tags"] : ["category"],
    better: "higher",
    compute: overSet(
      "f1",
      (predictions) =>
        params.average === "macro"
          ? macro(predictions)
          : binary(predictions, params.positive),
    ),
  }),
});

/**
 * F1, the harmonic mean of precision and recall, 0 to 1, higher is better:
 * `2 hits / (2 hits + false alarms + misses)`, and 0 where that is 0 / 0.
 *
 * `"macro"` is the mean over classes, of which those that neither occur nor are
 * predicted are left out (tags: count as 0). `"binary"` is F1 of one class of
 * two: of `positive`, else of `true` or the later name. Predictions are the
 * largest probability, or for tags all above 0.5. Source: sklearn `f1_score`.
 *
 * @throws {PipelineError} from its behaviour, when `"binary"` meets other than
 * two classes or `positive` is none of them
 *
 * @example One hit, one false alarm, one miss
 * ```ts
 * import { f1 } from "leat";
 * import assert from "node:assert/strict";
 *
 * const value = f1({ average: "binary", positive: "cat" }).behaviour.compute({
 *   target: "category",
 *   count: 3,
 *   columns: 2,
 *   outputs: new Float32Array([0.9, 0.1, 0.8, 0.2, 0.3, 0.7]),
 *   targets: new Float32Array([1, 0, 0, 1, 1, 0]),
 *   classes: ["cat", "dog"],
 * });
 * assert.equal(value, 0.5);
 * ```
 */
export function f1(options: { readonly average: "macro" }): Metric<Classes>;
export function f1(options: {
  readonly average: "binary";
  /** The class to find. */
  readonly positive?: string | boolean;
}): Metric<Category>;
export function f1(
  options: { average: "macro" } | {
    average: "binary";
    positive?: string | boolean;
  },
): Metric<Classes> {
  return f1Stage(options);
}

const claims = claimsAbout({ op: "f1" });
f1.below = claims.below;
f1.above = claims.above;
f1.within = claims.within;
