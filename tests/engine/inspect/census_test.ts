import assert from "node:assert/strict";
import { censusOf } from "../../../src/engine/inspect/census.ts";
import type { Front } from "../../../src/flow/graph/front.ts";
import type { LabelValue } from "../../../src/flow/kinds/targets.ts";

function frontOf(labels: readonly LabelValue[], sets: Front["sets"]): Front {
  const items = labels.map((_, at) => ({ id: String(at), item: null }));
  return { items, labels, sets };
}

const SETS = { train: ["0", "2"], valid: ["1"], test: [] };

Deno.test("censusOf() counts classes in each set", () => {
  assert.deepEqual(censusOf(frontOf(["dog", "cat", "dog"], SETS)), {
    items: { train: 2, valid: 1, test: 0 },
    classes: [
      { name: "cat", items: { train: 0, valid: 1, test: 0 } },
      { name: "dog", items: { train: 2, valid: 0, test: 0 } },
    ],
  });
});

Deno.test("censusOf() counts an item once for each of its tags", () => {
  const { classes } = censusOf(frontOf([["a", "b"], [], ["b"]], SETS));
  assert.deepEqual(classes, [
    { name: "a", items: { train: 1, valid: 0, test: 0 } },
    { name: "b", items: { train: 2, valid: 0, test: 0 } },
  ]);
});

Deno.test("censusOf() tells the spread of numbers", () => {
  const { classes, spread } = censusOf(frontOf([1, 5, 2], SETS));
  assert.deepEqual(classes, []);
  assert.deepEqual(spread?.train, {
    least: 1,
    median: 1.5,
    mean: 1.5,
    most: 2,
  });
  assert.deepEqual(spread?.valid, {
    least: 5,
    median: 5,
    mean: 5,
    most: 5,
  });
  assert.ok(Number.isNaN(spread?.test.mean));
});
