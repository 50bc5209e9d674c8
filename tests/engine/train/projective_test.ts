import assert from "node:assert/strict";
import {
  compose,
  IDENTITY,
  isIdentity,
  ofAffine,
  overPixels,
  place,
} from "../../../src/engine/train/projective.ts";
import type { Affine, Projective } from "../../../src/flow/stage/transform.ts";

const SQUARE = { height: 9, width: 9 };
const OBLONG = { height: 5, width: 9 };

const warp: Projective = [0.5, 0.1, 0.2, -0.3, 0.8, 0.1, 0.2, -0.1, 1];
const turn: Affine = [0, -1, 0.4, 1, 0, -0.2];

Deno.test("compose() applied to a point is one map after the other", () => {
  const then = ofAffine(turn, SQUARE);
  const [x, y] = place(compose(warp, then), 0.3, -0.7);
  const [u, v] = place(warp, ...place(then, 0.3, -0.7));
  assert.ok(Math.abs(x - u) < 1e-12 && Math.abs(y - v) < 1e-12);
  assert.deepEqual(compose(warp, IDENTITY), warp);
  assert.deepEqual(compose(IDENTITY, warp), warp);
});

Deno.test("isIdentity() holds for what moves nothing", () => {
  assert.ok(isIdentity(compose(IDENTITY, IDENTITY)));
  assert.ok(!isIdentity(warp));
});

Deno.test("overPixels() takes -1 and 1 for the centres of the first and last pixel", () => {
  assert.deepEqual(overPixels(IDENTITY, OBLONG, OBLONG), IDENTITY);
  // The right half: 0 to 1 is pixels 4 to 8.
  const right = ofAffine([0.5, 0, 0.5, 0, 1, 0], OBLONG);
  assert.deepEqual(overPixels(right, OBLONG, OBLONG).slice(0, 3), [0.5, 0, 4]);
});

Deno.test("overPixels() leads between images of different sizes", () => {
  const [x, y] = place(overPixels(IDENTITY, OBLONG, SQUARE), 4, 8);
  assert.deepEqual([x, y], [4, 4]);
  const one = { height: 1, width: 1 };
  assert.deepEqual(place(overPixels(IDENTITY, OBLONG, one), 0, 0), [4, 2]);
  assert.deepEqual(place(overPixels(warp, one, OBLONG), 3, 1), [0, 0]);
});

Deno.test("ofAffine() turns an oblong without distorting it", () => {
  const quarter = overPixels(
    ofAffine([0, 1, 0, 1, 0, 0], OBLONG),
    OBLONG,
    OBLONG,
  );
  // fastai scales by the sides, and lays coordinates from centre to centre.
  const [, right, , down] = quarter;
  assert.ok(Math.abs(right - 2 * 5 / 9) < 1e-12, String(right));
  assert.ok(Math.abs(down - 0.5 * 9 / 5) < 1e-12, String(down));
});
