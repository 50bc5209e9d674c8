import assert from "node:assert/strict";
import { binaryCrossEntropy } from "../../../src/stages/loss/binary_cross_entropy.ts";
import {
  activated,
  assertGradient,
  assertNear,
  assertTidy,
  losses,
} from "./_gradients.ts";

const { behaviour } = binaryCrossEntropy();

Deno.test("binaryCrossEntropy() scores tags and has no settings", () => {
  assert.deepEqual(behaviour.targets, ["tags"]);
  assert.deepEqual(binaryCrossEntropy().params, {});
});

Deno.test("binaryCrossEntropy() is the mean over classes of each one's own", () => {
  // sigmoid(log 3) is 3/4: -log(3/4) where the tag is set, -log(1/4) else.
  const output = Math.log(3);
  const loss = losses(behaviour, [[output, output], [0, -output]], [
    [1, 0],
    [1, 0],
  ]);
  assertNear(loss, [
    (Math.log(4 / 3) + Math.log(4)) / 2,
    (Math.log(2) + Math.log(4 / 3)) / 2,
  ]);
});

Deno.test("binaryCrossEntropy() stays finite and exact for large outputs", () => {
  const loss = losses(behaviour, [[500], [500], [-500], [-500]], [
    [1],
    [0],
    [1],
    [0],
  ]);
  assertNear(loss, [0, 500, 500, 0]);
});

Deno.test("binaryCrossEntropy() activates to one probability a class", () => {
  assertNear(activated(behaviour, [[0, Math.log(3)]]), [0.5, 0.75]);
});

Deno.test("binaryCrossEntropy() has the gradient of its values", () => {
  const outputs = [[0.3, -2, 0.9], [1.5, -0.4, 0]];
  assertGradient(behaviour, outputs, [[1, 0, 0], [0, 1, 1]]);
});

Deno.test("binaryCrossEntropy() leaves no tensors behind", () => {
  assertTidy(behaviour);
});
