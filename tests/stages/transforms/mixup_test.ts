import assert from "node:assert/strict";
import { beta } from "../../../src/base/random/beta.ts";
import { mixup } from "../../../mod.ts";
import { distance, drawsOf, images, mixed, reference } from "./_mixing.ts";

Deno.test("mixup() has the expected defaults", () => {
  assert.deepEqual(mixup().params, { alpha: 0.4 });
  assert.equal(mixup().behaviour.when, "train");
});

Deno.test("mixup() draws the shares that the fixture was made with", () => {
  const drawn = drawsOf(42, 0).items.map((random) => beta(random, 0.4, 0.4));
  assert.deepEqual(drawn, reference.shares);
});

Deno.test("mixup() mixes images as fastai's MixUp does", () => {
  const { values, shares } = mixed(mixup().behaviour);
  const expected = reference.shares.map((share) => Math.max(share, 1 - share));
  assert.deepEqual(shares, expected);
  // Float32 of numbers up to 1.
  assert.ok(distance(values, reference.mixup) < 2e-7);
});

Deno.test("mixup() keeps at least half of each image, whatever its alpha", () => {
  for (const alpha of [1e-6, 0.4, 1, 1e6]) {
    for (let seed = 0; seed < 20; seed++) {
      const { shares } = mixed(mixup({ alpha }).behaviour, { seed });
      assert.ok(shares.every((share) => share >= 0.5 && share <= 1));
    }
  }
});

Deno.test("mixup() with a tiny alpha changes nothing, with a huge one halves", () => {
  const whole = mixed(mixup({ alpha: 1e-9 }).behaviour);
  const own = images();
  assert.ok(distance(whole.values, own.dataSync()) < 2e-7);
  own.dispose();
  const { shares } = mixed(mixup({ alpha: 1e9 }).behaviour);
  assert.ok(shares.every((share) => share < 0.501));
});

Deno.test("mixup() draws the same for the same seed and another for another", () => {
  const { behaviour } = mixup();
  assert.deepEqual(mixed(behaviour), mixed(behaviour));
  const { shares } = mixed(behaviour, { seed: 43 });
  assert.notDeepEqual(shares, mixed(behaviour).shares);
});

Deno.test("mixup() refuses an alpha that is not above 0", () => {
  assert.throws(() => mixup({ alpha: 0 }), {
    name: "PipelineError",
    message:
      'Cannot make transforms "mixup": alpha: Too small: expected number to be >0',
    remedy: "Correct the arguments of mixup()",
  });
});
