import assert from "node:assert/strict";
import { contrast } from "../../../src/stages/transforms/contrast.ts";
import {
  assertNear,
  assertRefuses,
  assertShare,
  images,
  light,
  Scripted,
} from "./_draws.ts";

Deno.test("contrast() has the expected defaults", () => {
  const { params } = contrast();
  assert.deepEqual(params, { maxLighting: 0.2, probability: 0.75 });
});

Deno.test("contrast() scales light from 0.8 to 1.25", () => {
  for (const [draw, expected] of [[0, 0.8], [0.5, 1], [1, 1.25]] as const) {
    const { scale, shift } = light(contrast(), new Scripted(0, draw));
    assertNear([scale, shift], [expected, 0]);
  }
});

Deno.test("contrast() stays within its bounds, as often as it should", () => {
  const lights = images(4000).map((random) => light(contrast(0.5), random));
  for (const { scale, shift } of lights) {
    assert.equal(shift, 0);
    assert.ok(scale >= 0.5 - 1e-9 && scale <= 2 + 1e-9);
  }
  assertShare(lights.filter(({ scale }) => scale !== 1).length, 4000, 0.75);
  assertShare(lights.filter(({ scale }) => scale > 1).length, 4000, 0.375);
});

Deno.test("contrast() says which setting is wrong", () => {
  assertRefuses(
    () => contrast(-0.1),
    /^Cannot make transforms "contrast": maxLighting: /,
  );
});
