import assert from "node:assert/strict";
import { earlyStopping } from "../../../../src/stages/fit/callbacks/early_stopping.ts";
import { assertRefuses } from "../_programs.ts";

Deno.test("earlyStopping() has fastai's defaults", () => {
  assert.deepEqual(earlyStopping(), {
    op: "earlyStopping",
    monitor: "valid_loss",
    minDelta: 0,
    patience: 1,
  });
});

Deno.test("earlyStopping() is a frozen value of what it is told", () => {
  const told = {
    monitor: "f1",
    comparison: "less",
    minDelta: 0.1,
    patience: 3,
  } as const;
  const value = earlyStopping(told);
  assert.deepEqual(value, { op: "earlyStopping", ...told });
  assert.ok(Object.isFrozen(value));
});

Deno.test("earlyStopping() says which setting is wrong", () => {
  assertRefuses(
    () => earlyStopping({ patience: 0 }),
    /^Cannot make fit "earlyStopping": patience: .*>=1/,
  );
  assertRefuses(() => earlyStopping({ patience: 1.5 }), /patience: .*int/);
  assertRefuses(() => earlyStopping({ minDelta: -1 }), /minDelta: .*>=0/);
  assertRefuses(() => earlyStopping({ monitor: "" }), /monitor: /);
});
