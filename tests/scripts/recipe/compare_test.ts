import assert from "node:assert/strict";
import {
  compare,
  differenceOf,
  within,
} from "../../../scripts/recipe/compare.ts";

Deno.test("differenceOf() is relative to the larger number", () => {
  assert.equal(differenceOf(2, 2), 0);
  assert.equal(differenceOf(1, 2), 0.5);
  assert.equal(differenceOf(-1, 1), 2);
  assert.equal(differenceOf(0, 0), 0);
  assert.equal(differenceOf(0, 1e-9), 1);
});

Deno.test("differenceOf() is the largest of a list's", () => {
  assert.equal(differenceOf([1, 2, 4], [1, 2, 3]), 0.25);
  assert.equal(differenceOf([1, 2], [1, 2]), 0);
});

Deno.test("differenceOf() asks of a list no digits below a hundredth of its largest", () => {
  assert.equal(differenceOf([100, 1e-9], [100, 0]), 1e-9);
  assert.equal(differenceOf([100, 2], [100, 1]), 0.5);
});

Deno.test("differenceOf() is infinite between what cannot be compared", () => {
  for (
    const [a, b] of [
      ["crop", "pad"],
      [true, false],
      [1, "1"],
      [[1, 2], [1]],
      [[1], 1],
      [NaN, 1],
      [["a"], ["b"]],
      [Infinity, 1],
    ] as const
  ) assert.equal(differenceOf(a, b), Infinity, `${a} and ${b}`);
  assert.equal(differenceOf("crop", "crop"), 0);
});

Deno.test("compare() allows a hundred-thousandth, or what a row says", () => {
  const rows = compare(
    "section",
    { near: 1, far: 1, loose: 1 },
    { near: 1 + 9e-6, far: 1 + 2e-5, loose: within(0.1, 1.05) },
  );
  assert.deepEqual(
    rows.map(({ row, ok }) => [row, ok]),
    [["near", true], ["far", false], ["loose", true]],
  );
});

Deno.test("compare() does not let a row pass that one side lacks", () => {
  const rows = compare("section", { theirs: 1 }, { ours: within(1, 2) });
  assert.deepEqual(rows, [
    {
      section: "section",
      row: "theirs",
      fastai: 1,
      leat: undefined,
      difference: Infinity,
      ok: false,
    },
    {
      section: "section",
      row: "ours",
      fastai: undefined,
      leat: 2,
      difference: Infinity,
      ok: false,
    },
  ]);
});
