import assert from "node:assert/strict";
import {
  distanceTo,
  neighboursAmong,
  unitRows,
} from "../../../src/engine/familiarity/neighbours.ts";

Deno.test("rows get the length one, and what has no direction stays nothing", () => {
  const rows = unitRows(Float32Array.of(3, 4, 0, 0, NaN, 2), 2);
  const expected = [0.6, 0.8, 0, 0, 0, 1];
  rows.forEach((value, at) =>
    assert.ok(Math.abs(value - expected[at]!) < 1e-6, `${at}: ${value}`)
  );
});

Deno.test("the distance is that to the k-th nearest", () => {
  const rows = unitRows(Float32Array.of(1, 0, 0, 1, -1, 0), 2);
  const known = { rows, columns: 2 };
  const row = Float32Array.of(1, 0);
  assert.equal(distanceTo(known, row, 1), 0);
  // From (1, 0) to (0, 1) it is the root of 2, and to (-1, 0) 2.
  assert.ok(Math.abs(distanceTo(known, row, 2) - Math.SQRT2) < 1e-6);
  assert.equal(distanceTo(known, row, 3), 2);
  // There are no more.
  assert.equal(distanceTo(known, row, 9), 2);
});

Deno.test("one in a hundred neighbours counts, and at least one", () => {
  const counts = [1, 40, 250, 1000].map(neighboursAmong);
  assert.deepEqual(counts, [1, 1, 3, 10]);
});
