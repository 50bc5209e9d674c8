import assert from "node:assert/strict";
import { keepBest } from "../../../../src/stages/fit/callbacks/keep_best.ts";
import { assertRefuses } from "../_programs.ts";

Deno.test("keepBest() has fastai's defaults", () => {
  const value = keepBest();
  assert.deepEqual(value, {
    op: "keepBest",
    monitor: "valid_loss",
    minDelta: 0,
  });
  assert.ok(Object.isFrozen(value));
});

Deno.test("keepBest() says which setting is wrong", () => {
  assertRefuses(
    () => keepBest({ comparison: "more" as never }),
    /^Cannot make fit "keepBest": comparison: /,
  );
  assertRefuses(() => keepBest({ patience: 1 } as never), /patience/);
});
