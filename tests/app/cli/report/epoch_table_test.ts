import assert from "node:assert/strict";
import { EpochTable } from "../../../../src/app/cli/report/epoch_table.ts";

const row = {
  phase: "frozen",
  epoch: 1,
  epochs: 2,
  train_loss: 0.5,
  valid_loss: 0.25,
  metrics: { error_rate: 0.0625 },
  seconds: 75,
};

Deno.test("EpochTable heads each phase once, in columns", () => {
  const table = new EpochTable();
  assert.deepEqual(table.lines(row), [
    "",
    "frozen",
    "       epoch  train_loss  valid_loss  error_rate        time",
    "         1/2      0.5000      0.2500      0.0625      1m 15s",
  ]);
  assert.deepEqual(table.lines({ ...row, epoch: 2, train_loss: 123.456 }), [
    "         2/2      123.46      0.2500      0.0625      1m 15s",
  ]);
  assert.equal(table.lines({ ...row, phase: "unfrozen" })[1], "unfrozen");
});

Deno.test("EpochTable gives a long name the room that it needs", () => {
  const metrics = { balanced_error_rate: 0.5 };
  const [, , head, line] = new EpochTable().lines({ ...row, metrics });
  assert.match(head ?? "", /valid_loss {2}balanced_error_rate {8}time$/);
  assert.equal(head?.length, line?.length);
});

Deno.test("EpochTable does without metrics", () => {
  const [, , head] = new EpochTable().lines({ ...row, metrics: {} });
  assert.equal(head, "       epoch  train_loss  valid_loss        time");
});
