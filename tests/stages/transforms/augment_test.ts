import assert from "node:assert/strict";
import type { TransformBehaviour } from "../../../src/flow/stage/transform.ts";
import {
  augment,
  type AugmentOptions,
} from "../../../src/stages/transforms/augment.ts";
import { assertNear, assertRefuses, assertShare, images } from "./_draws.ts";

function partsOf(options: AugmentOptions = {}): readonly TransformBehaviour[] {
  const { behaviour } = augment(options);
  assert.ok("parts" in behaviour);
  return behaviour.parts;
}

/** What each part does, in order. */
function kindsOf(options: AugmentOptions = {}): readonly string[] {
  const kinds = ["warp", "affine", "view", "lighting"];
  return partsOf(options).map((part) =>
    kinds.find((kind) => kind in part) ?? ""
  );
}

Deno.test("augment() has fastai's defaults", () => {
  assert.deepEqual(augment().params, {
    mult: 1,
    flip: true,
    flipVertically: false,
    maxRotate: 10,
    minZoom: 1,
    maxZoom: 1.1,
    maxLighting: 0.2,
    maxWarp: 0.2,
    affineProbability: 0.75,
    lightingProbability: 0.75,
    minScale: 1,
    batch: false,
  });
});

Deno.test("augment() moves pixels first and then changes light, so that each is one pass", () => {
  const moves = ["warp", "affine", "affine", "affine"];
  const lights = ["lighting", "lighting"];
  assert.deepEqual(kindsOf(), [...moves, ...lights]);
  assert.deepEqual(kindsOf({ size: 224 }), [...moves, "view", ...lights]);
});

Deno.test("augment() leaves out what is turned off", () => {
  const off = { flip: false, maxRotate: 0, maxZoom: 1, maxWarp: 0 };
  assert.deepEqual(kindsOf({ ...off, maxLighting: 0 }), []);
  assert.deepEqual(kindsOf({ mult: 0 }), ["affine", "affine"]);
  assert.deepEqual(kindsOf({ ...off, minZoom: 0.9, maxLighting: 0 }), [
    "affine",
  ]);
});

Deno.test("augment() multiplies rotation, perspective and light, not the zoom", () => {
  const [warp, , rotate, zoom, bright] = partsOf({
    mult: 2,
    affineProbability: 1,
    lightingProbability: 1,
  });
  assert.ok(warp && "warp" in warp);
  assert.ok(rotate && "affine" in rotate);
  assert.ok(zoom && "affine" in zoom);
  assert.ok(bright && "lighting" in bright);
  const most = (values: readonly number[]) => Math.max(...values.map(Math.abs));
  const draw = <Draw>(one: (random: ReturnType<typeof images>[0]) => Draw) =>
    images(500).map(one);
  const degrees = draw((random) =>
    Math.asin(rotate.affine(random)[3]) * 180 / Math.PI
  );
  assert.ok(most(degrees) > 19 && most(degrees) <= 20);
  const sides = draw((random) => 1 / zoom.affine(random)[0]);
  assert.ok(most(sides) > 1.09 && most(sides) <= 1.1 + 1e-9);
  const shifts = draw((random) => bright.lighting(random).shift);
  const end = Math.log(0.7 / 0.3);
  assert.ok(most(shifts) > 0.95 * end && most(shifts) <= end + 1e-9);
  // With one tilt x alone, the map's seventh number is -x.
  const tilts = draw((random) => warp.warp(random)[6]);
  assert.ok(most(tilts) > 0.35);
});

Deno.test("augment() flips any way half of the images, where it may vertically", () => {
  const [flip] = partsOf({ flipVertically: true, maxWarp: 0 });
  assert.ok(flip && "affine" in flip);
  const drawn = images(4000).map((random) => String(flip.affine(random)));
  const counts = new Map<string, number>();
  for (const each of drawn) counts.set(each, (counts.get(each) ?? 0) + 1);
  assert.equal(counts.size, 8);
  assertShare(counts.get("1,0,0,0,1,0") ?? 0, 4000, 0.5 + 0.5 / 8);
  assertShare(counts.get("0,1,0,1,0,0") ?? 0, 4000, 0.5 / 8);
});

Deno.test("augment() with a size shows all of an image, or draws squares of it", () => {
  const from = { height: 460, width: 460 };
  const [random] = images(1);
  const viewIn = (options: AugmentOptions) => {
    const view = partsOf(options).find((part) => "view" in part);
    assert.ok(view && "view" in view && view.size === 224);
    return view;
  };
  const whole = viewIn({ size: 224 });
  assert.deepEqual(whole.view(from, random), [1, 0, 0, 0, 1, 0]);
  assert.deepEqual(whole.view(from), [1, 0, 0, 0, 1, 0]);
  const part = viewIn({ size: 224, minScale: 0.75 });
  assertNear(part.view(from), [1, 0, 0, 0, 1, 0]);
  // The middle square of an oblong.
  assertNear(part.view({ height: 101, width: 201 }), [0.5, 0, 0, 0, 1, 0]);
  const sides = images(500).map((each) => {
    const [across, , , , down] = part.view(from, each);
    assert.ok(Math.abs(across - down) < 1e-9);
    return across;
  });
  const least = Math.sqrt(0.75);
  assert.ok(Math.min(...sides) > least - 0.003 && Math.min(...sides) < 0.88);
  assert.ok(Math.max(...sides) <= 1 && Math.max(...sides) > 0.99);
});

Deno.test("augment() draws once a batch where it is told to", () => {
  for (const batch of [false, true]) {
    const { behaviour } = augment({ batch });
    assert.ok("parts" in behaviour);
    assert.equal(behaviour.draws, batch ? "batch" : "image");
  }
});

Deno.test("augment() says which settings are wrong", () => {
  const start = '^Cannot make transforms "augment": ';
  assertRefuses(
    () => augment({ minScale: 0.75 }),
    new RegExp(`${start}minScale needs a size$`),
  );
  assertRefuses(
    () => augment({ flip: false, flipVertically: true }),
    new RegExp(`${start}flipVertically needs flip$`),
  );
  assertRefuses(
    () => augment({ minZoom: 2 }),
    new RegExp(`${start}minZoom must be at most maxZoom$`),
  );
  assertRefuses(
    () => augment({ mult: 3 }),
    new RegExp(`${start}mult times maxWarp must be below 0.5$`),
  );
  assertRefuses(
    () => augment({ mult: 2, maxLighting: 0.5 }),
    new RegExp(`${start}mult times maxLighting must be below 1$`),
  );
  assertRefuses(() => augment({ maxWarp: 0.6 }), /maxWarp: must be below 0.5/);
  assertRefuses(() => augment({ size: 0 }), /size: must be at least 1$/);
});
