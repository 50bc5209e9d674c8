import assert from "node:assert/strict";
import { mse } from "../../../src/stages/loss/mse.ts";
import {
  activated,
  assertGradient,
  assertNear,
  assertTidy,
  losses,
} from "./_gradients.ts";

const { behaviour } = mse();

Deno.test("mse() scores numbers and has no settings", () => {
  assert.deepEqual(behaviour.targets, ["quantity"]);
  assert.deepEqual(mse().params, {});
});

Deno.test("mse() is the squared distance of each item", () => {
  const loss = losses(behaviour, [[1], [-2], [0.5]], [[3], [1], [0.5]]);
  assertNear(loss, [4, 9, 0]);
});

Deno.test("mse() is a mean over columns", () => {
  assertNear(losses(behaviour, [[1, 5]], [[3, 1]]), [10]);
});

Deno.test("mse() activates to the outputs themselves", () => {
  assertNear(activated(behaviour, [[1.5], [-3]]), [1.5, -3]);
});

Deno.test("mse() has the gradient of its values", () => {
  assertGradient(behaviour, [[0.2], [-0.7]], [[1], [0]]);
});

Deno.test("mse() leaves no tensors behind", () => {
  assertTidy(behaviour);
});
