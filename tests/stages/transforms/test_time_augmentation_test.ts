import assert from "node:assert/strict";
import { testTimeAugmentation } from "../../../mod.ts";
import { testTimeAugmentationStage } from "../../../src/stages/transforms/test_time_augmentation.ts";

Deno.test("testTimeAugmentation() has fastai's defaults", () => {
  const { params, behaviour } = testTimeAugmentation();
  assert.deepEqual(params, { passes: 4, beta: 0.25, combine: "mean" });
  assert.equal(behaviour.when, "evaluate");
});

Deno.test("testTimeAugmentation() by the largest has no beta", () => {
  const { params } = testTimeAugmentation({ combine: "max", passes: 2 });
  assert.deepEqual(params, { passes: 2, combine: "max" });
});

Deno.test("testTimeAugmentation() is made again from its own params", () => {
  for (const made of [{}, { combine: "max" }, { beta: 0 }] as const) {
    const { params } = testTimeAugmentation(made);
    const again = testTimeAugmentationStage(params as typeof made);
    assert.deepEqual(again.params, params);
  }
});

Deno.test("testTimeAugmentation() refuses passes and shares out of range, and beta for the largest", () => {
  const refused: readonly (readonly [object, string])[] = [
    [{ passes: 0 }, "passes: Too small: expected number to be >=1"],
    [{ passes: 65 }, "passes: Too big: expected number to be <=64"],
    [{ beta: 1.5 }, "beta: Too big: expected number to be <=1"],
    [
      { combine: "max", beta: 0.5 },
      "beta has no meaning where the largest is taken",
    ],
  ];
  for (const [options, why] of refused) {
    assert.throws(() => testTimeAugmentationStage(options), {
      name: "PipelineError",
      message: `Cannot make transforms "testTimeAugmentation": ${why}`,
    });
  }
});
