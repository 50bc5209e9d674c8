import assert from "node:assert/strict";
import { isShallow } from "../../../src/base/codec/shallow.ts";

Deno.test("isShallow() counts lists and objects, empty ones too", () => {
  assert.equal(isShallow(1, 0), true);
  assert.equal(isShallow([], 0), false);
  assert.equal(isShallow([], 1), true);
  assert.equal(isShallow({ a: [1, { b: 2 }] }, 3), true);
  assert.equal(isShallow({ a: [1, { b: 2 }] }, 2), false);
});

Deno.test("isShallow() is not led to the end of the stack", () => {
  const deep = JSON.parse("[".repeat(1e6) + "]".repeat(1e6));
  assert.equal(isShallow(deep, 40), false);
});
