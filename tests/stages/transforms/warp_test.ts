import assert from "node:assert/strict";
import type { Projective } from "../../../src/flow/stage/transform.ts";
import type { Random } from "../../../src/base/random/random.ts";
import { warp, type WarpOptions } from "../../../src/stages/transforms/warp.ts";
import {
  assertNear,
  assertRefuses,
  assertShare,
  images,
  Scripted,
} from "./_draws.ts";

function drawn(random: Random, options: WarpOptions = {}): Projective {
  const { behaviour } = warp(options);
  assert.ok("warp" in behaviour);
  assert.equal(behaviour.when, "train");
  return behaviour.warp(random);
}

function reads([a, b, c, d, e, f, g, h, i]: Projective, x: number, y: number) {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

Deno.test("warp() has the expected defaults", () => {
  assert.deepEqual(warp().params, { magnitude: 0.2, probability: 0.75 });
});

Deno.test("warp() takes four moved corners back to those of the image", () => {
  // Both tilts happen, at 0.2 and -0.1 of a magnitude of 0.2.
  const map = drawn(new Scripted(0, 1, 0, 0.25));
  const [x, y] = [0.2, -0.1];
  assertNear(reads(map, -1 - y, -1 - x), [-1, -1]);
  assertNear(reads(map, -1 + y, 1 + x), [-1, 1]);
  assertNear(reads(map, 1 + y, -1 + x), [1, -1]);
  assertNear(reads(map, 1 - y, 1 - x), [1, 1]);
});

Deno.test("warp() tilts about each axis as often as it should, and by chance of its own", () => {
  const maps = images(4000).map((random) => drawn(random));
  const across = maps.filter((map) => map[6] !== 0);
  const down = maps.filter((map) => map[7] !== 0);
  const both = across.filter((map) => map[7] !== 0);
  assertShare(across.length, 4000, 0.75);
  assertShare(down.length, 4000, 0.75);
  assertShare(both.length, 4000, 0.75 * 0.75);
});

Deno.test("warp() moves nothing where it does not happen, or not far", () => {
  const still = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [random] = images(1);
  assert.ok(random);
  assertNear(drawn(random, { probability: 0 }), still);
  assertNear(drawn(random, { magnitude: 0 }), still);
});

Deno.test("warp() says which setting is wrong", () => {
  assertRefuses(
    () => warp({ magnitude: 0.5 }),
    /^Cannot make transforms "warp": magnitude: must be below 0.5$/,
  );
  assertRefuses(() => warp({ probability: 2 }), /probability: /);
});
