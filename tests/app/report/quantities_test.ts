import assert from "node:assert/strict";
import { censusOf } from "../../../src/engine/inspect/census.ts";
import { inspect } from "../../../src/engine/inspect/inspection.ts";
import type { Contents } from "../../../src/app/report/contents.ts";
import { scatter } from "../../../src/app/report/figure/quantities.ts";
import { asFile } from "../../../src/app/report/figure/drawing.ts";
import { quantities } from "../../../src/app/report/section/quantities.ts";
import type { Predictions } from "../../../src/flow/stage/objective.ts";
import { elementsOf } from "./_page.ts";

/** Answers to as many items, each as far off as is told. */
function predictionsOf(
  targets: readonly number[],
  off: (at: number) => number,
): Predictions {
  return {
    target: "quantity",
    count: targets.length,
    columns: 1,
    outputs: Float32Array.from(targets, (value, at) => value + off(at)),
    targets: Float32Array.from(targets),
    classes: [],
  };
}

/** The part of a report about numbers, which training had the labels 0 to 8 of. */
function partOf(predictions: Predictions): string {
  const items = Array.from(
    { length: 9 },
    (_, at) => ({ id: `${at}`, item: at }),
  );
  const ids = items.map(({ id }) => id);
  const labels = [0, 1, 2, 3, 4, 5, 6, 7, 80];
  const front = { items, labels, sets: { train: ids, valid: [], test: [] } };
  const inspection = inspect(predictions, { losses: 3, pairs: 3 });
  assert.ok(inspection.residuals);
  const part = quantities(
    {
      inspection,
      census: censusOf(front),
      trained: { predictions },
    } as unknown as Contents,
    inspection.residuals,
  ).body.toString();
  elementsOf(part);
  return part.replaceAll(/\s+/g, " ");
}

const rowOf = (part: string, name: string) =>
  [...part.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)]
    .filter(([, head]) => head?.startsWith(name))
    .flatMap(([, , cells = ""]) =>
      [...cells.matchAll(/>([^<>]*)<\/td>/g)].map(([, text]) => text)
    );

Deno.test("errors stand in the unit of the label, beside those of the mean and the median", () => {
  // 1 and 3 off by turns: 2 on average.
  const part = partOf(
    predictionsOf([0, 2, 4, 6, 8, 10], (at) => at % 2 === 0 ? 1 : -3),
  );
  assert.match(part, /off by <strong>2<\/strong> on average/);
  // The mean of the training set is 12, and its median 4.
  assert.match(part, /always the mean, 12</);
  assert.match(part, /always the median, 4</);
  // |4 - x| is 4 2 0 2 4 6, 3 on average; |12 - x| is 7.
  assert.deepEqual(rowOf(part, "on average"), ["2", "7", "3"]);
  assert.deepEqual(rowOf(part, "nine of ten"), ["3", "11", "5"]);
  assert.match(part, /That is 33% less than/);
  assert.match(part, /95% interval: 1\.33 to 2\.67\), in/);
  assert.match(part, /On average it says 1 too little/);
});

Deno.test("a model that is no better than one number is told to be none", () => {
  const part = partOf(predictionsOf([3, 4, 5], () => 50));
  assert.match(part, /no worse/);
  assert.match(part, /says 50 too much/);
});

Deno.test("labels that are all equal, and answers that are no numbers, give a page", () => {
  for (const off of [() => 0, () => NaN]) {
    const part = partOf(predictionsOf([5, 5, 5], off));
    assert.doesNotMatch(part, /undefined|R²/);
  }
});

Deno.test("many points are counted in squares, and all of them are in one", () => {
  const few = asFile(scatter(predictionsOf([1, 2, 3], () => 0.5)));
  assert.equal(few.split("<circle").length - 1, 3);
  const count = 5000;
  const many = scatter(predictionsOf(
    Array.from({ length: count }, (_, at) => at % 10),
    (at) => Math.sin(at),
  ));
  const text = asFile(many);
  assert.equal(text.split("<circle").length - 1, 0);
  const squares = text.split("fill-opacity").length - 2;
  assert.ok(squares > 20 && squares <= 36 * 36, `${squares}`);
  assert.match(many.description, /^5000 items, the darker/);
  assert.ok(text.length < 200_000);
});
