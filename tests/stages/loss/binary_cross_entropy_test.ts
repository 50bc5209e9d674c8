import assert from "node:assert/strict";
import reference from "../../fixtures/mixing/mixing.json" with { type: "json" };
import { binaryCrossEntropy } from "../../../src/stages/loss/binary_cross_entropy.ts";
import {
  activated,
  assertGradient,
  assertNear,
  assertTidy,
  gradientOf,
  losses,
} from "./_gradients.ts";

const { behaviour } = binaryCrossEntropy();

Deno.test("binaryCrossEntropy() scores tags and takes labels at their word", () => {
  assert.deepEqual(behaviour.targets, ["tags"]);
  assert.deepEqual(binaryCrossEntropy().params, {});
  assert.deepEqual(binaryCrossEntropy({ labelSmoothing: 0 }).params, {});
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

const { outputs, tags, smoothing } = reference;

for (const { smoothing: eps, losses: expected, gradient } of smoothing.tags) {
  Deno.test(`binaryCrossEntropy() smoothed by ${eps} is Keras' formula in torch, with its gradient`, () => {
    const { behaviour } = binaryCrossEntropy({ labelSmoothing: eps });
    assertNear(losses(behaviour, outputs, tags), expected);
    assertNear(gradientOf(behaviour, outputs, tags), gradient);
  });
}

Deno.test("binaryCrossEntropy() smoothed has the gradient of its values and leaves no tensors", () => {
  const { behaviour } = binaryCrossEntropy({ labelSmoothing: 0.2 });
  assertGradient(behaviour, [[0.3, -2, 0.9]], [[1, 0, 0]]);
  assertTidy(behaviour);
});

Deno.test("binaryCrossEntropy() refuses a smoothing below 0", () => {
  assert.throws(() => binaryCrossEntropy({ labelSmoothing: -0.1 }), {
    name: "PipelineError",
    message:
      'Cannot make loss "binaryCrossEntropy": labelSmoothing: Too small: expected number to be >=0',
  });
});
