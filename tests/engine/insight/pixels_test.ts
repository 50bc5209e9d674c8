import assert from "node:assert/strict";
import { firstFilters } from "../../../src/engine/insight/first_filters.ts";
import { slopePixels } from "../../../src/engine/insight/slope_pixels.ts";
import { gridOf, PIXEL, WHOLE } from "../../../src/engine/insight/reach.ts";
import type { VariableSpec } from "../../../src/flow/stage/architecture.ts";

Deno.test("zero is grey, and what is farthest from it white or black", () => {
  assert.deepEqual([...slopePixels([0, 2, -2], 3)], [128, 255, 0]);
  assert.deepEqual([...slopePixels([0, 0, 0], 3)], [128, 128, 128]);
  assert.deepEqual([...slopePixels([1, -1], 1)], [255, 255, 255, 0, 0, 0]);
  assert.deepEqual([...slopePixels([NaN, 1, 1], 3)], [128, 255, 255]);
});

Deno.test("a lone value among zeros is seen, and one far from all others dims none", () => {
  const lone = new Float32Array(300);
  lone[7] = 1e-6;
  assert.equal(slopePixels(lone, 3)[7], 255);
  const many = new Float32Array(300).fill(1);
  many[0] = 1000;
  assert.equal(slopePixels(many, 3)[5], 255);
});

function spec(name: string, shape: readonly number[]): VariableSpec {
  const init = () => new Float32Array();
  return { name, shape, role: "weight", group: 0, init };
}

Deno.test("first filters are those of the first kernel that reads the image", () => {
  const specs = [spec("other", [3, 3, 8, 2]), spec("first", [2, 1, 3, 2])];
  // [row, column, colour, filter]: filter 0 is red above, filter 1 blue below.
  const values = Float32Array.of(4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2);
  const found = firstFilters(specs, () => values, { channels: 3, most: 96 });
  assert.ok(found);
  const { pixels, ...rest } = found;
  assert.deepEqual(rest, {
    variable: "first",
    count: 2,
    height: 2,
    width: 1,
  });
  assert.deepEqual([...pixels.subarray(0, 6)], [255, 128, 128, 128, 128, 128]);
  assert.deepEqual([...pixels.subarray(6)], [128, 128, 128, 128, 128, 0]);
  const few = firstFilters(specs, () => values, { channels: 3, most: 1 });
  assert.equal(few?.count, 1);
  const none = firstFilters(specs, () => values, { channels: 4, most: 9 });
  assert.equal(none, undefined);
});

Deno.test("places lie in the middle of the pixels that they are made of", () => {
  // ResNet's stem: the first place of 4 looks around pixel 0 of 16.
  const span = { stride: 4, from: -5, to: 5 };
  assert.deepEqual(gridOf([span, span], [4, 4], [16, 16]), {
    first: [0.5 / 16, 0.5 / 16],
    step: [0.25, 0.25],
  });
  assert.deepEqual(gridOf(PIXEL, [2, 2], [2, 2]).first, [0.25, 0.25]);
  assert.deepEqual(gridOf(WHOLE, [2, 4], [16, 16]), {
    first: [0.25, 0.125],
    step: [0.5, 0.25],
  });
});
