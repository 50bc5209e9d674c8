import assert from "node:assert/strict";
import { crossEntropy } from "../../../src/stages/loss/cross_entropy.ts";
import {
  activated,
  assertGradient,
  assertNear,
  assertTidy,
  losses,
} from "./_gradients.ts";

const { behaviour } = crossEntropy();

Deno.test("crossEntropy() scores categories and has no settings", () => {
  assert.deepEqual(behaviour.targets, ["category"]);
  assert.deepEqual(crossEntropy().params, {});
});

Deno.test("crossEntropy() is minus the logarithm of the right probability", () => {
  const outputs = [[0, Math.log(3)], [0, Math.log(3)], [5, 5]];
  const targets = [[0, 1], [1, 0], [0, 1]];
  // Probabilities 3/4, 1/4 and 1/2.
  assertNear(losses(behaviour, outputs, targets), [
    Math.log(4 / 3),
    Math.log(4),
    Math.log(2),
  ]);
});

Deno.test("crossEntropy() of n equal outputs is log n", () => {
  for (const classes of [2, 3, 37]) {
    const outputs = [new Array<number>(classes).fill(0.3)];
    const targets = [Array.from({ length: classes }, (_, at) => Number(!at))];
    assertNear(losses(behaviour, outputs, targets), [Math.log(classes)]);
  }
});

Deno.test("crossEntropy() stays finite for outputs far apart", () => {
  const outputs = [[1000, -1000], [1000, -1000]];
  assertNear(losses(behaviour, outputs, [[1, 0], [0, 1]]), [0, 2000]);
});

Deno.test("crossEntropy() activates to probabilities", () => {
  assertNear(activated(behaviour, [[0, Math.log(3)], [7, 7]]), [
    0.25,
    0.75,
    0.5,
    0.5,
  ]);
});

Deno.test("crossEntropy() has the gradient of its values", () => {
  const outputs = [[0.2, -1, 0.5], [2, 0, -0.3]];
  assertGradient(behaviour, outputs, [[0, 0, 1], [0, 1, 0]]);
});

Deno.test("crossEntropy() leaves no tensors behind", () => {
  assertTidy(behaviour);
});
