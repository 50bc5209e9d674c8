import assert from "node:assert/strict";
import { toPixels } from "../../../src/engine/inspect/to_pixels.ts";

Deno.test("values from 0 to 1 become bytes, a little beyond is cut", () => {
  assert.deepEqual(
    [...toPixels([0, 0.5, 1, -0.01, 1.01, 0.2], [1, 2, 3])],
    [0, 128, 255, 0, 255, 51],
  );
});

Deno.test("a normalisation is undone", () => {
  const normalization = { mean: [0.5, 0.4, 0.3], deviation: [0.5, 0.2, 0.1] };
  assert.deepEqual(
    [...toPixels([-1, 0, 1], [1, 1, 3], { normalization })],
    [0, 102, 102],
  );
});

Deno.test("noise is cut to 0 to 1, and squeezes nothing of the picture", () => {
  const values = [-4, 0.2, 1, 0, 0.4, 3];
  assert.deepEqual(
    [...toPixels(values, [1, 2, 3], { noisy: true })],
    [0, 51, 255, 0, 102, 255],
  );
});

Deno.test("another scale is stretched, grey is grey, and what is no number is white", () => {
  assert.deepEqual([...toPixels([-2, 0, 2], [1, 1, 3])], [0, 128, 255]);
  assert.deepEqual([...toPixels([0, 1], [1, 2, 1])], [0, 0, 0, 255, 255, 255]);
  assert.deepEqual([...toPixels([NaN, 0, 1], [1, 1, 3])], [255, 0, 255]);
});
