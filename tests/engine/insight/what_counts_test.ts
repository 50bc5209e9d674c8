import assert from "node:assert/strict";
import { type Reach, WHOLE } from "../../../src/engine/insight/reach.ts";
import { whatCounts } from "../../../src/engine/insight/what_counts.ts";

const SIDE = [32, 32, 3];
/** Value `i` is made of 41 pixels around pixel `8 i + 4`. */
const span = { stride: 8, from: -16, to: 24 };
const reach: Reach = [span, span];

/** Slopes that are `size` at some pixels of one image, and a little elsewhere. */
function slopesAt(
  pixels: readonly (readonly [row: number, column: number])[],
  size: number,
  elsewhere = 0,
): Float32Array {
  const slopes = new Float32Array(32 * 32 * 3).fill(elsewhere);
  for (const [row, column] of pixels) slopes[(row * 32 + column) * 3] = size;
  return slopes;
}

function joined(all: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(all.length * 32 * 32 * 3);
  all.forEach((each, at) => values.set(each, at * each.length));
  return values;
}

Deno.test("what counts is a square around the middle of what a value is made of", () => {
  // The middle of value [2, 1] is pixel [20, 12].
  const one = slopesAt([[20, 12], [23, 12], [20, 10]], 1, 1e-7);
  const [rows, columns] = whatCounts(one, SIDE, reach, [{ row: 2, column: 1 }]);
  assert.deepEqual(rows, { stride: 8, from: 1, to: 7 });
  assert.deepEqual(columns, rows);
});

Deno.test("what counts is enough for nine values of ten", () => {
  const near = Array.from({ length: 9 }, () => slopesAt([[4, 5]], -2));
  const far = slopesAt([[20, 4]], 2);
  const places = Array(10).fill({ row: 0, column: 0 });
  const most = whatCounts(joined([far, ...near]), SIDE, reach, places);
  assert.deepEqual(most[0], { stride: 8, from: 3, to: 5 });
  const all = whatCounts(
    joined([far, far, ...near.slice(1)]),
    SIDE,
    reach,
    places,
  );
  assert.deepEqual(all[0], { stride: 8, from: -12, to: 20 });
});

Deno.test("all of it is shown where nothing counts, or no one can say what does", () => {
  const none = slopesAt([], 0);
  assert.deepEqual(
    whatCounts(none, SIDE, reach, [{ row: 0, column: 0 }]),
    reach,
  );
  const odd = slopesAt([[4, 4]], NaN);
  assert.deepEqual(
    whatCounts(odd, SIDE, reach, [{ row: 0, column: 0 }]),
    reach,
  );
  const one = slopesAt([[4, 4]], 1);
  assert.deepEqual(
    whatCounts(one, SIDE, WHOLE, [{ row: 0, column: 0 }]),
    WHOLE,
  );
  const origin = [{ row: 0, column: 0 }];
  const odd3 = { stride: 1, from: 3, to: 5 };
  assert.deepEqual(whatCounts(one, SIDE, [odd3, odd3], origin)[0], {
    stride: 1,
    from: 4,
    to: 4,
  });
  // Of an even number of pixels, the middle is two.
  const even = { stride: 1, from: 3, to: 6 };
  assert.deepEqual(whatCounts(one, SIDE, [even, even], origin)[0], {
    stride: 1,
    from: 4,
    to: 5,
  });
});
