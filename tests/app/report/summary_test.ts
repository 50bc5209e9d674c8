import assert from "node:assert/strict";
import { censusOf } from "../../../src/engine/inspect/census.ts";
import { inspect } from "../../../src/engine/inspect/inspection.ts";
import type { LabelValue } from "../../../src/flow/kinds/targets.ts";
import type { Predictions } from "../../../src/flow/stage/objective.ts";
import type { Contents } from "../../../src/app/report/contents.ts";
import type { MetricFigure } from "../../../src/app/report/metric_figures.ts";
import { summary } from "../../../src/app/report/section/summary.ts";
import { elementsOf } from "./_page.ts";

/** The first part of a report; training had these labels. */
function partOf(
  predictions: Predictions,
  labels: readonly LabelValue[],
  { metrics = [], expect = [] }: {
    readonly metrics?: readonly MetricFigure[];
    readonly expect?: readonly unknown[];
  } = {},
): string {
  const items = labels.map((_, at) => ({ id: `${at}`, item: at }));
  const train = items.map(({ id }) => id);
  const contents = {
    inspection: inspect(predictions, { losses: 3, pairs: 3 }),
    census: censusOf({ items, labels, sets: { train, valid: [], test: [] } }),
    trained: { predictions },
    metrics,
    claims: [],
    description: { expect },
  };
  const part = summary(contents as unknown as Contents).body.toString();
  elementsOf(part);
  return part.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ").trim();
}

/** Answers of two classes, of which the first so many are right. */
function answersOf(count: number, right: number): Predictions {
  const rows = Array.from({ length: count }, (_, at) => at);
  const oneHot = (at: number) => at === 0 ? [1, 0] : [0, 1];
  return {
    target: "category",
    count,
    columns: 2,
    outputs: Float32Array.from(
      rows.flatMap((at) => oneHot(at < right ? at % 2 : 1 - at % 2)),
    ),
    targets: Float32Array.from(rows.flatMap((at) => oneHot(at % 2))),
    classes: ["cat", "dog"],
  };
}

Deno.test("the result begins with how many are right, beside the most common class", () => {
  const part = partOf(answersOf(10, 9), ["dog", "dog", "cat"]);
  // Wilson's interval of 9 of 10.
  assert.match(
    part,
    /^The model is right about 9 of 10 items \(90\.0%; of more such items it would be between 59\.6% and 98\.2%, in 95 of 100 cases\)\./,
  );
  assert.match(
    part,
    /Always saying dog, the most common class of the training set, would be right about 5 \(50\.0%\)/,
  );
  assert.doesNotMatch(part, /Claims/);
});

Deno.test("of tags the result counts items with all of them, of numbers how far off they are", () => {
  const tags = partOf({
    target: "tags",
    count: 2,
    columns: 2,
    outputs: Float32Array.of(0.9, 0.2, 0.9, 0.9),
    targets: Float32Array.of(1, 0, 1, 0),
    classes: ["sun", "sea"],
  }, [["sun"], ["sea"]]);
  assert.match(
    tags,
    /^The model is right about 1 of 2 items with all of their tags/,
  );
  const numbers = partOf({
    target: "quantity",
    count: 4,
    columns: 1,
    outputs: Float32Array.of(1, 2, 3, 8),
    targets: Float32Array.of(2, 3, 4, 5),
    classes: [],
  }, [0, 40]);
  assert.match(
    numbers,
    /^The model is off by 1\.5 on average, and by less than 1 for half of the items\. Labels of the training set are between 0 and 40\./,
  );
  assert.match(numbers, /no metrics to judge it by/);
});

Deno.test("a metric is better or worse than guessing only as far as that is sure", () => {
  const metric = { name: "error_rate", better: "lower" } as const;
  const between = (low: number, high: number) =>
    ({ low, high, method: "wilson" }) as const;
  for (
    const [value, baseline, interval, verdict] of [
      [0.1, 0.5, between(0.05, 0.2), /guessing: 0\.5000better than guessing/],
      [0.4, 0.5, between(0.3, 0.6), /may be no better than guessing/],
      [0.52, 0.5, between(0.4, 0.6), /0\.5000no better than guessing/],
      [0.5, 0.5, between(0.4, 0.6), /0\.5000no better than guessing/],
      [0.9, 0.5, between(0.8, 0.95), /worse than guessing/],
    ] as const
  ) {
    const metrics = [{ ...metric, value, baseline, interval }];
    assert.match(partOf(answersOf(10, 5), ["cat"], { metrics }), verdict);
  }
});

Deno.test("claims have their place where there are some", () => {
  const part = partOf(answersOf(10, 9), ["cat"], { expect: [{}] });
  assert.match(part, /Claims 1 more compares with the lock/);
});
