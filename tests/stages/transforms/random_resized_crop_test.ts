import assert from "node:assert/strict";
import type {
  ImageSize,
  ViewBehaviour,
} from "../../../src/flow/stage/transform.ts";
import {
  randomResizedCrop,
  type RandomResizedCropOptions,
} from "../../../src/stages/transforms/random_resized_crop.ts";
import {
  assertNear,
  assertRefuses,
  images,
  reads,
  Scripted,
} from "./_draws.ts";

const SQUARE: ImageSize = { height: 101, width: 101 };

function behaviourOf(options: RandomResizedCropOptions): ViewBehaviour {
  const { behaviour } = randomResizedCrop(options);
  assert.ok("view" in behaviour);
  assert.equal(behaviour.when, "always");
  return behaviour;
}

Deno.test("randomResizedCrop() has the expected defaults", () => {
  assert.deepEqual(randomResizedCrop({ size: 224 }).params, {
    size: 224,
    minScale: 0.08,
    maxScale: 1,
    ratio: [3 / 4, 4 / 3],
    validExtra: 0.14,
  });
});

Deno.test("randomResizedCrop() shows parts within the image, of the areas and shapes allowed", () => {
  const { view } = behaviourOf({ size: 32, minScale: 0.3 });
  const areas: number[] = [];
  for (const random of images(1000)) {
    const map = view(SQUARE, random);
    // Of 100 steps between pixels, a part of n pixels covers n - 1.
    const [width, height] = [map[0] * 100 + 1, map[4] * 100 + 1];
    areas.push(width * height / 101 ** 2);
    assert.ok(width / height > 0.72 && width / height < 1.39);
    for (const end of [-1, 1]) {
      const places = reads(map, end, end);
      assert.ok(places.every((place) => Math.abs(place) <= 1 + 1e-9));
    }
  }
  const mean = areas.reduce((sum, each) => sum + each) / areas.length;
  assert.ok(Math.min(...areas) > 0.28 && Math.max(...areas) <= 1);
  // Large parts of a far shape do not fit and are drawn anew.
  assert.ok(mean > 0.55 && mean < 0.65, String(mean));
});

Deno.test("randomResizedCrop() takes the largest middle part where none fits", () => {
  const { view } = behaviourOf({ size: 8, minScale: 1, ratio: [2, 2] });
  const [random] = images(1);
  const map = view(SQUARE, random);
  // 101 wide and 50 high, from row 25.
  assertNear(reads(map, -1, -1), [-1, 2 * 25 / 100 - 1]);
  assertNear(reads(map, 1, 1), [1, 2 * 74 / 100 - 1]);
});

Deno.test("randomResizedCrop() places a part on pixels", () => {
  const { view } = behaviourOf({ size: 8, minScale: 0.25, ratio: [1, 1] });
  const random = new Scripted(0, 0.5);
  const draws = [3, 7];
  random.integer = () => draws.shift() ?? NaN;
  const map = view({ height: 20, width: 20 }, random);
  // Rows 3 to 12, columns 7 to 16, of 0 to 19.
  assertNear(reads(map, -1, -1), [2 * 7 / 19 - 1, 2 * 3 / 19 - 1]);
  assertNear(reads(map, 1, 1), [2 * 16 / 19 - 1, 2 * 12 / 19 - 1]);
});

Deno.test("randomResizedCrop() shows the middle 224 of 256 when it validates", () => {
  const map = behaviourOf({ size: 224 }).view(SQUARE);
  assertNear([map[0], map[2], map[4], map[5]], [223 / 255, 0, 223 / 255, 0]);
  const whole = behaviourOf({ size: 224, validExtra: 0 }).view(SQUARE);
  assert.deepEqual(whole, [1, 0, 0, 0, 1, 0]);
});

Deno.test("randomResizedCrop() says which setting is wrong", () => {
  assertRefuses(
    () => randomResizedCrop({ size: 8, minScale: 0.5, maxScale: 0.4 }),
    /^Cannot make transforms "randomResizedCrop": minScale must be at most maxScale$/,
  );
  assertRefuses(
    () => randomResizedCrop({ size: 8, ratio: [2, 1] }),
    /the first of ratio must be at most the second$/,
  );
  assertRefuses(
    () => randomResizedCrop({ size: 0 }),
    /size: must be at least 1$/,
  );
});
