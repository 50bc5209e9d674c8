import assert from "node:assert/strict";
import {
  PIXEL,
  seenBy,
  slide,
  together,
  WHOLE,
  windowOf,
} from "../../../src/engine/insight/reach.ts";

Deno.test("windows over windows see as much as they do together", () => {
  // 7x7 of stride 2, then a pooling of 3x3 and stride 2: ResNet's stem.
  const [pixel] = PIXEL;
  const first = slide(pixel, { size: 7, stride: 2, padding: 3 });
  assert.deepEqual(first, { stride: 2, from: -3, to: 3 });
  const second = slide(first, { size: 3, stride: 2, padding: 1 });
  assert.deepEqual(second, { stride: 4, from: -5, to: 5 });
  const third = slide(second, { size: 3, stride: 1, padding: 1 });
  assert.deepEqual(third, { stride: 4, from: -9, to: 9 });
});

Deno.test("what is put together sees all that its parts see", () => {
  const wide = { stride: 4, from: -9, to: 9 };
  const thin = { stride: 4, from: 0, to: 3 };
  assert.deepEqual(together([[wide, thin], [thin, wide]]), [
    { stride: 4, from: -9, to: 9 },
    { stride: 4, from: -9, to: 9 },
  ]);
  // Of other strides nobody can say.
  const other = { stride: 2, from: 0, to: 0 };
  assert.deepEqual(together([[wide, wide], [other, wide]]), [WHOLE[0], wide]);
  assert.deepEqual(together([]), WHOLE);
});

Deno.test("beyond the edges there is nothing to see", () => {
  const span = { stride: 4, from: -5, to: 5 };
  assert.deepEqual(seenBy(span, 0, 32), { start: 0, size: 6 });
  assert.deepEqual(seenBy(span, 4, 32), { start: 11, size: 11 });
  assert.deepEqual(seenBy(span, 7, 32), { start: 23, size: 9 });
  const [endless] = WHOLE;
  assert.deepEqual(seenBy(endless, 3, 32), { start: 0, size: 32 });
  assert.deepEqual(slide(endless, { size: 3, stride: 2, padding: 1 }), endless);
});

Deno.test("windows are all as large, within the image, and hold what is seen", () => {
  for (const side of [1, 2, 11, 30, 33]) {
    for (const to of [0, 5, 40]) {
      const span = { stride: 4, from: -5, to };
      for (let at = 0; at * 4 < side; at++) {
        const seen = seenBy(span, at, side);
        const window = windowOf(span, at, side);
        assert.equal(window.size, Math.min(side, to + 6));
        assert.ok(window.start >= 0);
        assert.ok(window.start + window.size <= side);
        assert.ok(window.start <= seen.start);
        assert.ok(window.start + window.size >= seen.start + seen.size);
      }
    }
  }
  assert.deepEqual(windowOf(WHOLE[0], 2, 9), { start: 0, size: 9 });
});
