import assert from "node:assert/strict";
import {
  LOCAL_LIMITS,
  REMOTE_LIMITS,
  withPatience,
} from "../../../src/app/bounds/limits.ts";

Deno.test("a pipeline that hangs is ended within 12 s, and one that labels much is not", () => {
  const labelling = (items: number) =>
    LOCAL_LIMITS.seconds + items * LOCAL_LIMITS.secondsPerItem;
  assert.equal(LOCAL_LIMITS.seconds, 10);
  assert.ok(labelling(1000) < 12);
  assert.equal(labelling(100_000), 110);
});

Deno.test("a pipeline from an address has 10 s for all that it does", () => {
  const { seconds, secondsPerItem, secondsInAll } = REMOTE_LIMITS;
  assert.deepEqual([seconds, secondsPerItem, secondsInAll], [10, 0, 10]);
  assert.ok(REMOTE_LIMITS.memory < LOCAL_LIMITS.memory);
  assert.ok(REMOTE_LIMITS.size < LOCAL_LIMITS.size);
});

Deno.test("withPatience() takes what the user says, and ignores what is no number", () => {
  for (const told of [undefined, "", "soon", "-1", "0"]) {
    assert.equal(withPatience(LOCAL_LIMITS, told), LOCAL_LIMITS);
  }
  const patient = withPatience(LOCAL_LIMITS, "300");
  assert.equal(patient.seconds, 300);
  assert.equal(patient.secondsPerItem, 0);
  // The system must not end first what the user waits for.
  assert.equal(patient.processor, 1200);
  assert.equal(withPatience(REMOTE_LIMITS, "60").secondsInAll, 60);
  assert.equal(withPatience(REMOTE_LIMITS, "1").secondsInAll, 10);
});
