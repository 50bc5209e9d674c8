import assert from "node:assert/strict";
import { shorten, tableOf } from "../../../scripts/recipe/table.ts";

Deno.test("shorten() shows seven digits, and counts whole", () => {
  assert.equal(shorten(1 / 3), "0.3333333");
  assert.equal(shorten(19936768), "19936768");
  assert.equal(shorten(true), "true");
  assert.equal(shorten(undefined), "-");
});

Deno.test("shorten() shows the beginning of a long list, and its length", () => {
  assert.equal(shorten([1, 2, 3]), "1, 2, 3");
  assert.equal(shorten([1000, 2000, 3000, 4000], 20), "1000, 2000, … (4)");
  assert.equal(shorten("a long name of something", 10), "a long na…");
});

Deno.test("tableOf() has a line a row, under its section, and counts", () => {
  const row = { section: "Split", fastai: 2, leat: 2, difference: 0, ok: true };
  const lines = tableOf([
    { ...row, row: "sizes" },
    { ...row, row: "share", leat: 1, difference: 0.5, ok: false },
    { ...row, section: "Data", row: "name", difference: Infinity, ok: false },
  ]).split("\n").map((line) => line.replaceAll(/ {2,}/g, " | "));
  assert.deepEqual(lines, [
    " | fastai | Leat | apart | ok",
    "",
    "Split",
    " | sizes | 2 | 2 | none | ok",
    " | share | 2 | 1 | 5.0e-1 | NOT OK",
    "",
    "Data",
    " | name | 2 | 2 | differs | NOT OK",
    "",
    "1 of 3 rows ok",
  ]);
});
