import assert from "node:assert/strict";
import fc from "fast-check";
import { after } from "../../../src/stages/split/after.ts";
import { assertPartition, numbered, refusal, rowItems } from "./_items.ts";

const days = rowItems(
  ["2014-12-31", "2015-01-02", "2015-01-01", "2014-06-01", "2015-02-01"]
    .map((date) => ({ date })),
);

Deno.test("after() validates on rows from the date on", () => {
  assert.deepEqual(after("date", "2015-01-01").behaviour.divide(days), {
    train: ["row 0", "row 3"],
    valid: ["row 1", "row 2", "row 4"],
    test: [],
  });
});

Deno.test("after() keeps rows from a later date for the end", () => {
  const { behaviour } = after("date", "2015-01-01", { test: "2015-02-01" });
  assert.deepEqual(behaviour.divide(days).test, ["row 4"]);
  assert.deepEqual(behaviour.divide(days).valid, ["row 1", "row 2"]);
});

Deno.test("after() states its dates, and the later one only if there is one", () => {
  assert.deepEqual(after("day", "2015-01-01").params, {
    column: "day",
    date: "2015-01-01",
  });
  const both = after("day", "2015-01-01", { test: "2016-01-01" });
  assert.equal(both.params.test, "2016-01-01");
});

Deno.test("after() divides dates with a time of day", () => {
  const rows = rowItems(
    ["2015-01-01T11:59:00", "2015-01-01T12:00:00", "2015-01-01T12:01:00"]
      .map((at) => ({ at })),
  );
  const { behaviour } = after("at", "2015-01-01T12:00:00");
  assert.deepEqual(behaviour.divide(rows).train, ["row 0"]);
});

Deno.test("after() trains on nothing that is later than what validates", () => {
  const date = fc.date({
    min: new Date("2000-01-01"),
    max: new Date("2030-01-01"),
    noInvalidDate: true,
  }).map((date) => date.toISOString().slice(0, 10));
  const dates = fc.uniqueArray(date, { minLength: 2 });
  fc.assert(
    fc.property(dates, (dates) => {
      const items = dates.map((date) => ({
        id: date,
        item: { date },
        label: 1,
      }));
      const cut = dates.toSorted()[1] ?? "";
      const sets = after("date", cut).behaviour.divide(items);
      assertPartition(items, sets);
      const last = sets.train.toSorted().at(-1) ?? "";
      assert.ok(sets.valid.every((date) => date > last));
    }),
    { seed: 1 },
  );
});

Deno.test("after() refuses a row without that column", () => {
  const { behaviour } = after("day", "2015-01-01");
  const error = refusal(
    () => behaviour.divide(days),
    'Cannot split row "row 0" by "day": the row has no such column',
  );
  assert.equal(error.item, "row 0");
  refusal(
    () => behaviour.divide(numbered(3)),
    'Cannot split row "item 0" by "day": the row has no such column',
  );
});

Deno.test("after() refuses a value that is no date", () => {
  const { behaviour } = after("date", "2015-01-01");
  for (const date of ["01/02/2015", "2015-02-30", "", null, 20150101]) {
    refusal(
      () => behaviour.divide(rowItems([{ date }])),
      `Cannot split row "row 0" by "date": expected an ISO date, got ${
        JSON.stringify(date)
      }`,
    );
  }
});

Deno.test("after() refuses a date that leaves a set empty", () => {
  const error = refusal(
    () => after("date", "2020-01-01").behaviour.divide(days),
    'Cannot split with after(): no item is left for "valid" (train 5, valid 0, test 0)',
  );
  assert.equal(error.remedy, 'Choose dates within those of column "date"');
  refusal(
    () => after("date", "2000-01-01").behaviour.divide(days),
    'Cannot split with after(): no item is left for "train" (train 0, valid 5, test 0)',
  );
  const { behaviour } = after("date", "2015-01-01", { test: "2030-01-01" });
  refusal(
    () => behaviour.divide(days),
    'Cannot split with after(): no item is left for "test" (train 2, valid 3, test 0)',
  );
});

Deno.test("after() says which date is wrong", () => {
  refusal(
    () => after("date", "1 January 2015"),
    'Cannot make split "after": date: must be an ISO date, such as "2015-01-01"',
  );
  refusal(
    () => after("date", "2015-01-01", { test: "2014-01-01" }),
    'Cannot make split "after": test must be a later date than the one that ends training',
  );
});
