import assert from "node:assert/strict";
import { accumulateGradients } from "../../../../src/stages/fit/callbacks/accumulate_gradients.ts";
import { assertRefuses } from "../_programs.ts";

Deno.test("accumulateGradients() has fastai's defaults", () => {
  const value = accumulateGradients();
  assert.deepEqual(value, { op: "accumulateGradients", samples: 32 });
  assert.ok(Object.isFrozen(value));
});

Deno.test("accumulateGradients() says which setting is wrong", () => {
  assertRefuses(
    () => accumulateGradients(0),
    /^Cannot make fit "accumulateGradients": samples: .*>=1/,
  );
  assertRefuses(() => accumulateGradients(1.5), /samples: .*int/);
});
