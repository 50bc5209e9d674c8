import assert from "node:assert/strict";
import * as leat from "leat";
import { pictures } from "../../engine/jobs.ts";

type Transforms = readonly leat.Transform<leat.Image>[];

function withTransforms(...transforms: Transforms) {
  return leat.pipeline({ ...pictures.spec, transforms });
}

const { cutmix, flip, mixup, normalize, randomErasing, testTimeAugmentation } =
  leat;

Deno.test("pipeline() takes one mixing transform, at the end", () => {
  withTransforms(mixup());
  withTransforms(flip(), normalize(), cutmix());
  withTransforms(flip(), mixup(), testTimeAugmentation());
  withTransforms(flip(), testTimeAugmentation(), mixup());
});

for (
  const [mixing, what] of [
    [[mixup(), mixup()], "mixup() twice"],
    [[mixup(), cutmix()], "mixup() and cutmix()"],
  ] as const
) {
  Deno.test(`pipeline() refuses ${what}`, () => {
    assert.throws(() => withTransforms(flip(), ...mixing), {
      name: "PipelineError",
      stage: "transforms",
      message:
        `Cannot use ${what}: a batch is mixed once, with two labels to an item`,
      remedy: "Keep one of them",
    });
  });
}

Deno.test("pipeline() refuses a transform after what mixes", () => {
  for (const after of [flip(), normalize()]) {
    assert.throws(() => withTransforms(cutmix(), after), {
      name: "PipelineError",
      item: "cutmix",
      message:
        `Cannot use ${after.op}() after cutmix(): what mixes images comes last`,
      remedy: "Put cutmix() at the end of transforms",
    });
  }
});

Deno.test("pipeline() takes what erases after all that changes single images", () => {
  withTransforms(randomErasing());
  withTransforms(flip(), normalize(), randomErasing(), mixup());
  withTransforms(flip(), randomErasing(), randomErasing({ maxCount: 3 }));
  withTransforms(randomErasing(), testTimeAugmentation());
});

Deno.test("pipeline() refuses a transform after what erases, but for mixing", () => {
  for (const after of [flip(), normalize(), leat.augment({ size: 8 })]) {
    const message =
      `Cannot use ${after.op}() after randomErasing(): noise is put in once all else is done to an image`;
    for (const more of [[], [randomErasing()], [mixup()]]) {
      assert.throws(() => withTransforms(randomErasing(), after, ...more), {
        name: "PipelineError",
        stage: "transforms",
        item: "randomErasing",
        message,
        remedy: `Put ${after.op}() before randomErasing()`,
      });
    }
  }
  assert.throws(() => withTransforms(mixup(), randomErasing()), {
    message:
      "Cannot use randomErasing() after mixup(): what mixes images comes last",
  });
});

Deno.test("pipeline() refuses test-time augmentation twice", () => {
  const both = [testTimeAugmentation(), testTimeAugmentation({ passes: 8 })];
  assert.throws(() => withTransforms(flip(), ...both), {
    name: "PipelineError",
    message: "Cannot use testTimeAugmentation() twice: one result is reported",
    remedy: "Keep one of them",
  });
});

Deno.test("pipeline() refuses test-time augmentation where nothing varies", () => {
  for (const others of [[], [normalize()], [mixup()]]) {
    assert.throws(() => withTransforms(testTimeAugmentation(), ...others), {
      name: "PipelineError",
      message:
        "Cannot augment at test time: no transform of the pipeline varies an image",
      remedy: "Add one that does, such as flip(), and train with it",
    });
  }
});
