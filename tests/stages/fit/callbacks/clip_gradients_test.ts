import assert from "node:assert/strict";
import { clipGradients } from "../../../../src/stages/fit/callbacks/clip_gradients.ts";
import { assertRefuses } from "../_programs.ts";

Deno.test("clipGradients() has fastai's defaults", () => {
  const value = clipGradients();
  assert.deepEqual(value, { op: "clipGradients", limit: 1, by: "norm" });
  assert.ok(Object.isFrozen(value));
  assert.equal(clipGradients(0.5, { by: "value" }).by, "value");
});

Deno.test("clipGradients() says which setting is wrong", () => {
  assertRefuses(
    () => clipGradients(0),
    /^Cannot make fit "clipGradients": limit: .*>0/,
  );
  assertRefuses(() => clipGradients(Infinity), /limit: /);
  assertRefuses(() => clipGradients(1, { by: "sum" as never }), /by: /);
});
