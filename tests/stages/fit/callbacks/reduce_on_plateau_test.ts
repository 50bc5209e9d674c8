import assert from "node:assert/strict";
import { reduceOnPlateau } from "../../../../src/stages/fit/callbacks/reduce_on_plateau.ts";
import { assertRefuses } from "../_programs.ts";

Deno.test("reduceOnPlateau() has fastai's defaults", () => {
  const value = reduceOnPlateau();
  assert.deepEqual(value, {
    op: "reduceOnPlateau",
    monitor: "valid_loss",
    minDelta: 0,
    patience: 1,
    factor: 10,
    minLearningRate: 0,
  });
  assert.ok(Object.isFrozen(value));
});

Deno.test("reduceOnPlateau() says which setting is wrong", () => {
  assertRefuses(
    () => reduceOnPlateau({ factor: 1 }),
    /^Cannot make fit "reduceOnPlateau": factor: .*>1/,
  );
  assertRefuses(() => reduceOnPlateau({ patience: -1 }), /patience: .*>=1/);
  assertRefuses(
    () => reduceOnPlateau({ minLearningRate: -1 }),
    /minLearningRate: .*>=0/,
  );
});
