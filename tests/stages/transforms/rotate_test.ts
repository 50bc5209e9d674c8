import assert from "node:assert/strict";
import { rotate } from "../../../src/stages/transforms/rotate.ts";
import {
  assertNear,
  assertRefuses,
  assertShare,
  images,
  matrix,
  reads,
  Scripted,
} from "./_draws.ts";

Deno.test("rotate() has the expected defaults", () => {
  assert.deepEqual(rotate().params, { degrees: 10, probability: 0.75 });
});

Deno.test("rotate() by 90 degrees turns the image anticlockwise", () => {
  // The last draw of a uniform from -90 to 90, but for rounding.
  const quarter = matrix(rotate(90), new Scripted(0, 1));
  // What is seen at the top (y is -1) was at the right (x is 1).
  assertNear(reads(quarter, 0, -1), [1, 0]);
  assertNear(reads(quarter, 1, 0), [0, 1]);
});

Deno.test("rotate() by 30 degrees has the cosine and sine of 30 degrees", () => {
  const [cos, sin] = [Math.sqrt(3) / 2, 1 / 2];
  const turned = matrix(rotate(60), new Scripted(0, 0.75));
  assertNear(turned, [cos, -sin, 0, sin, cos, 0]);
});

Deno.test("rotate() keeps lengths and stays within its angle", () => {
  for (const random of images(500)) {
    const [cos, b, c, sin, e, f] = matrix(rotate(25), random);
    assertNear([b, c, e, f, cos ** 2 + sin ** 2], [-sin, 0, cos, 0, 1]);
    assert.ok(Math.abs(Math.atan2(sin, cos)) <= 25 * Math.PI / 180 + 1e-9);
  }
});

Deno.test("rotate() turns to both sides alike, as often as it should", () => {
  const angles = images(4000).map((random) => matrix(rotate(), random)[3]);
  assertShare(angles.filter((sin) => sin !== 0).length, 4000, 0.75);
  assertShare(angles.filter((sin) => sin > 0).length, 4000, 0.375);
});

Deno.test("rotate() says which setting is wrong", () => {
  assertRefuses(
    () => rotate(-1),
    /^Cannot make transforms "rotate": degrees: /,
  );
  assertRefuses(() => rotate(200), /degrees: /);
  assertRefuses(() => rotate(5, { probability: 2 }), /probability: /);
});
