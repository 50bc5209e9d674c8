import assert from "node:assert/strict";
import { saveTimer } from "../../../../src/engine/run/job/save_timer.ts";

Deno.test("saveTimer() is due once a minute by default, counted from the last save", () => {
  let now = 5000;
  const timer = saveTimer(undefined, () => now);
  assert.equal(timer.due(), false);
  now += 59_999;
  assert.equal(timer.due(), false);
  now += 1;
  assert.equal(timer.due(), true);
  assert.equal(timer.due(), true);
  timer.restart();
  assert.equal(timer.due(), false);
  now += 60_000;
  assert.equal(timer.due(), true);
});

Deno.test("saveTimer(0) is due after every step", () => {
  const timer = saveTimer(0, () => 1);
  assert.equal(timer.due(), true);
  timer.restart();
  assert.equal(timer.due(), true);
});
