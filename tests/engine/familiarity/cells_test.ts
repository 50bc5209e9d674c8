import assert from "node:assert/strict";
import type { UnmetCell } from "../../../src/flow/stage/input.ts";
import {
  cellThresholds,
  isBeyond,
  toldOf,
} from "../../../src/engine/familiarity/cells.ts";

const cell = (column: string, beyond: number): UnmetCell => ({
  column,
  value: "x",
  beyond,
});

Deno.test("any cell beyond counts, as long as few validation rows have one", () => {
  const rows = [[cell("age", 2)], ...Array(39).fill([])];
  assert.deepEqual(cellThresholds(rows, 1), []);
  assert.equal(isBeyond([cell("age", 0.1)], { thresholds: [] }), true);
  assert.equal(isBeyond([], { thresholds: [] }), false);
});

Deno.test("a column that every row has another word in tells nothing, and drowns no other", () => {
  const rows = Array.from({ length: 40 }, (_, at) => [
    cell("name", Infinity),
    ...at === 0 ? [cell("age", 2)] : [],
  ]);
  const thresholds = cellThresholds(rows, 2);
  assert.deepEqual(thresholds, [{ column: "name", beyond: null }]);
  assert.equal(isBeyond([cell("name", Infinity)], { thresholds }), false);
  assert.equal(isBeyond([cell("age", 1)], { thresholds }), true);
});

Deno.test("of dates that go on those count that are latest, as many as may", () => {
  const rows = Array.from({ length: 40 }, (_, at) => [cell("year", at + 1)]);
  const thresholds = cellThresholds(rows, 2);
  assert.deepEqual(thresholds, [{ column: "year", beyond: 38 }]);
  assert.equal(isBeyond([cell("year", 38)], { thresholds }), false);
  assert.equal(isBeyond([cell("year", 39)], { thresholds }), true);
});

Deno.test("however many columns there are, no more rows count than may", () => {
  // Two rows a column, other ones each: of 40 rows 20 would.
  const rows = Array.from(
    { length: 40 },
    (_, at) => at < 20 ? [cell(`c${at >> 1}`, at + 1)] : [],
  );
  for (const most of [0, 1, 2, 5, 20]) {
    const thresholds = cellThresholds(rows, most);
    const counting = rows.filter((each) => isBeyond(each, { thresholds }));
    assert.ok(counting.length <= most);
    assert.ok(counting.length >= most - 1);
  }
  assert.deepEqual(cellThresholds([], 0), []);
});

Deno.test("a cell is told that counts, or that is new and has no order", () => {
  const thresholds = [
    { column: "text", beyond: 0.4 },
    { column: "film", beyond: null },
  ];
  const cells = [
    cell("text", 0.3),
    cell("text", 0.9),
    cell("film", Infinity),
    cell("age", 1),
  ];
  assert.deepEqual(toldOf(cells, { thresholds }), cells.slice(1));
});
