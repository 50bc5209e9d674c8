import assert from "node:assert/strict";
import { flagsOf } from "../../../src/app/run/flags.ts";

Deno.test("flagsOf() is empty by default, and else what was typed", () => {
  assert.deepEqual(flagsOf({ strict: false }), []);
  assert.deepEqual(
    flagsOf({ strict: true, eager: true, tune: false, lock: "record" }),
    ["--strict", "--eager", "--no-tune", "--lock"],
  );
  assert.deepEqual(flagsOf({ strict: false, lock: "frozen" }), ["--frozen"]);
  assert.deepEqual(flagsOf({ strict: false, lock: "ignore" }), ["--no-lock"]);
});
