import assert from "node:assert/strict";
import { zoom } from "../../../src/stages/transforms/zoom.ts";
import {
  assertNear,
  assertRefuses,
  assertShare,
  images,
  matrix,
  reads,
  Scripted,
} from "./_draws.ts";

Deno.test("zoom() has the expected defaults", () => {
  assert.deepEqual(zoom().params, { min: 1, max: 1.1, probability: 0.75 });
});

Deno.test("zoom() by 2 reads half the image, from where chance says", () => {
  const twice = zoom({ min: 2, max: 2 });
  const middle = matrix(twice, new Scripted(0, 0, 0.5, 0.5));
  assertNear(reads(middle, 1, -1), [0.5, -0.5]);
  const corner = matrix(twice, new Scripted(0, 0, 0, 1));
  // The lower left quarter.
  assertNear(reads(corner, -1, -1), [-1, 0]);
  assertNear(reads(corner, 1, 1), [0, 1]);
});

Deno.test("zoom() never reads outside of the image when it magnifies", () => {
  for (const random of images(500)) {
    const drawn = matrix(zoom({ max: 1.5 }), random);
    assert.ok(drawn[0] >= 1 / 1.5 && drawn[0] <= 1);
    for (const end of [-1, 1]) {
      const places = reads(drawn, end, end);
      assert.ok(places.every((place) => Math.abs(place) <= 1 + 1e-9));
    }
  }
});

Deno.test("zoom() happens as often as it should", () => {
  const hits = images(4000).filter((random) => matrix(zoom(), random)[0] < 1);
  assertShare(hits.length, 4000, 0.75);
});

Deno.test("zoom() says which setting is wrong", () => {
  assertRefuses(
    () => zoom({ min: 2 }),
    /^Cannot make transforms "zoom": min must be at most max$/,
  );
  assertRefuses(() => zoom({ min: 0 }), /min: /);
  assertRefuses(() => zoom({ probability: NaN }), /probability: /);
});
