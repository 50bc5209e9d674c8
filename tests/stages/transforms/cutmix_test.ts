import assert from "node:assert/strict";
import { beta } from "../../../src/base/random/beta.ts";
import { cutmix } from "../../../mod.ts";
import { distance, drawsOf, images, mixed, reference } from "./_mixing.ts";

Deno.test("cutmix() has the expected defaults", () => {
  assert.deepEqual(cutmix().params, { alpha: 1 });
  assert.equal(cutmix().behaviour.when, "train");
});

Deno.test("cutmix() draws the boxes that the fixture was made with", () => {
  const drawn = [1, 2, 5].map((step) => {
    const { batch } = drawsOf(42, step);
    return [beta(batch, 1, 1), batch.integer(0, 8), batch.integer(0, 6)];
  });
  assert.deepEqual(drawn, [
    [0.5223780090345413, 6, 3],
    [0.21497444320786865, 2, 1],
    [0.10694664669194218, 2, 0],
  ]);
});

for (const { step, share, images } of reference.cutmix) {
  Deno.test(`cutmix() puts fastai's box into every image, in step ${step}`, () => {
    const { values, shares } = mixed(cutmix().behaviour, { step });
    // Pixels are moved, not computed: only the file's figures are rounded.
    assert.ok(distance(values, images) < 1e-7);
    assert.ok(distance(shares, [share, share, share, share]) < 1e-6);
  });
}

Deno.test("cutmix() tells the share of pixels that are left, not the one drawn", () => {
  for (let step = 0; step < 40; step++) {
    const { values, shares } = mixed(cutmix().behaviour, { step });
    const own = images();
    const before = own.dataSync();
    own.dispose();
    // Of the first image, whose partner has no pixel in common with it.
    const size = 6 * 8 * 3;
    const kept = values.subarray(0, size).filter((value, at) =>
      value === before[at]
    ).length;
    assert.ok(Math.abs(kept / size - (shares[0] ?? NaN)) < 1e-9, `${step}`);
    assert.equal(new Set(shares).size, 1);
  }
});

Deno.test("cutmix() draws the same for the same step and another for another", () => {
  const { behaviour } = cutmix();
  assert.deepEqual(mixed(behaviour), mixed(behaviour));
  assert.notDeepEqual(mixed(behaviour, { step: 1 }), mixed(behaviour));
});

Deno.test("cutmix() with a tiny alpha keeps whole images or replaces them", () => {
  const { behaviour } = cutmix({ alpha: 1e-9 });
  for (let step = 0; step < 20; step++) {
    const [share = NaN] = mixed(behaviour, { step }).shares;
    // A box as large as the image loses up to three quarters at a corner.
    assert.ok(share === 1 || share <= 0.75, `${share}`);
  }
});

Deno.test("cutmix() refuses an alpha that is not above 0", () => {
  assert.throws(() => cutmix({ alpha: -1 }), {
    name: "PipelineError",
    message:
      'Cannot make transforms "cutmix": alpha: Too small: expected number to be >0',
    remedy: "Correct the arguments of cutmix()",
  });
});
