import assert from "node:assert/strict";
import { brightness } from "../../../src/stages/transforms/brightness.ts";
import {
  assertNear,
  assertRefuses,
  assertShare,
  images,
  light,
  Scripted,
} from "./_draws.ts";

/** What a middle grey becomes: `sigmoid(scale * 0 + shift)`. */
function greyAfter(shift: number): number {
  return 1 / (1 + Math.exp(-shift));
}

Deno.test("brightness() has the expected defaults", () => {
  const { params } = brightness();
  assert.deepEqual(params, { maxLighting: 0.2, probability: 0.75 });
});

Deno.test("brightness() takes a middle grey from 0.4 to 0.6", () => {
  for (const [draw, grey] of [[0, 0.4], [0.5, 0.5], [1, 0.6]] as const) {
    const { scale, shift } = light(brightness(), new Scripted(0, draw));
    assertNear([scale, greyAfter(shift)], [1, grey]);
  }
});

Deno.test("brightness() stays within its bounds, as often as it should", () => {
  const lights = images(4000).map((random) => light(brightness(0.5), random));
  for (const { scale, shift } of lights) {
    assert.equal(scale, 1);
    assert.ok(Math.abs(greyAfter(shift) - 0.5) <= 0.25 + 1e-9);
  }
  assertShare(lights.filter(({ shift }) => shift !== 0).length, 4000, 0.75);
});

Deno.test("brightness() says which setting is wrong", () => {
  assertRefuses(
    () => brightness(1),
    /^Cannot make transforms "brightness": maxLighting: /,
  );
  assertRefuses(() => brightness(0.2, { probability: 7 }), /probability: /);
});
