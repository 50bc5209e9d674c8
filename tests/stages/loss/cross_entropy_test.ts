import assert from "node:assert/strict";
import reference from "../../fixtures/mixing/mixing.json" with { type: "json" };
import { crossEntropy } from "../../../src/stages/loss/cross_entropy.ts";
import {
  activated,
  assertGradient,
  assertNear,
  assertTidy,
  gradientOf,
  losses,
} from "./_gradients.ts";

const { behaviour } = crossEntropy();

Deno.test("crossEntropy() scores categories and takes labels at their word", () => {
  assert.deepEqual(behaviour.targets, ["category"]);
  assert.deepEqual(crossEntropy().params, {});
  assert.deepEqual(crossEntropy({ labelSmoothing: 0 }).params, {});
  const smoothed = crossEntropy({ labelSmoothing: 0.1 });
  assert.deepEqual(smoothed.params, { labelSmoothing: 0.1 });
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

const { outputs, classes, smoothing } = reference;
const oneHot = classes.map((each) =>
  [0, 1, 2].map((at) => Number(at === each))
);

for (
  const { smoothing: eps, losses: expected, gradient } of smoothing.classes
) {
  Deno.test(`crossEntropy() smoothed by ${eps} is fastai's, with its gradient`, () => {
    const { behaviour } = crossEntropy({ labelSmoothing: eps });
    assertNear(losses(behaviour, outputs, oneHot), expected);
    assertNear(gradientOf(behaviour, outputs, oneHot), gradient);
  });
}

Deno.test("crossEntropy() smoothed is least where the right answer has 1 - e + e / n", () => {
  const { behaviour } = crossEntropy({ labelSmoothing: 0.1 });
  // Of two classes 0.95 and 0.05: the logit between them is log 19.
  const best = Math.log(19);
  const around = [best - 0.1, best, best + 0.1].map((logit) => [logit, 0]);
  const [under = 0, at = 0, over = 0] = losses(
    behaviour,
    around,
    [[1, 0], [1, 0], [1, 0]],
  );
  assert.ok(at < under && at < over);
  assertNear([at], [-0.95 * Math.log(0.95) - 0.05 * Math.log(0.05)]);
});

Deno.test("crossEntropy() smoothed has the gradient of its values and leaves no tensors", () => {
  const { behaviour } = crossEntropy({ labelSmoothing: 0.2 });
  assertGradient(behaviour, [[0.2, -1, 0.5], [2, 0, -0.3]], [[0, 0, 1], [
    0,
    1,
    0,
  ]]);
  assertTidy(behaviour);
});

Deno.test("crossEntropy() refuses to smooth away the label", () => {
  assert.throws(() => crossEntropy({ labelSmoothing: 1 }), {
    name: "PipelineError",
    message:
      'Cannot make loss "crossEntropy": labelSmoothing: Too big: expected number to be <1',
    remedy: "Correct the arguments of crossEntropy()",
  });
});
