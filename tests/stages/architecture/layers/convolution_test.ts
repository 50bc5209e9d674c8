import assert from "node:assert/strict";
import { convolution } from "../../../../src/stages/architecture/layers/convolution.ts";
import { runLayer } from "../_networks.ts";

/** A kernel of ones sums what it covers. */
function sums(
  side: number,
  options: Partial<Parameters<typeof convolution>[0]>,
) {
  const kernel = options.kernel ?? 3;
  const image = Array.from({ length: side * side }, (_, at) => at + 1);
  return runLayer(
    convolution({ channels: 1, kernel, ...options }),
    image,
    [1, side, side, 1],
    { values: { weight: new Array(kernel * kernel).fill(1) } },
  );
}

Deno.test("convolution() of stride 2 covers an odd side evenly", () => {
  //  1  2  3  4  5    windows begin a pixel outside, at rows 0, 2 and 4
  //  6  7  8  9 10
  // 11 12 13 14 15 ..
  const { output, shape, placed } = sums(5, { stride: 2 });
  assert.deepEqual(shape, [1, 3, 3, 1]);
  assert.deepEqual(placed.output, [3, 3, 1]);
  assert.deepEqual(output, [
    1 + 2 + 6 + 7,
    2 + 3 + 4 + 7 + 8 + 9,
    4 + 5 + 9 + 10,
    6 + 7 + 11 + 12 + 16 + 17,
    7 + 8 + 9 + 12 + 13 + 14 + 17 + 18 + 19,
    9 + 10 + 14 + 15 + 19 + 20,
    16 + 17 + 21 + 22,
    17 + 18 + 19 + 22 + 23 + 24,
    19 + 20 + 24 + 25,
  ]);
});

Deno.test("convolution() of stride 2 drops the last column of padding of an even side", () => {
  // torch pads both sides and rounds down; tfjs' "same" would pad the end only.
  const { output, shape } = sums(4, { stride: 2 });
  assert.deepEqual(shape, [1, 2, 2, 1]);
  assert.deepEqual(output, [
    1 + 2 + 5 + 6,
    2 + 3 + 4 + 6 + 7 + 8,
    5 + 6 + 9 + 10 + 13 + 14,
    6 + 7 + 8 + 10 + 11 + 12 + 14 + 15 + 16,
  ]);
});

Deno.test("convolution() of one pixel and stride 2 takes every other pixel", () => {
  const { output, shape } = sums(5, { kernel: 1, stride: 2, padding: 0 });
  assert.deepEqual(shape, [1, 3, 3, 1]);
  assert.deepEqual(output, [1, 3, 5, 11, 13, 15, 21, 23, 25]);
});

Deno.test("convolution() has one kernel a pair of channels and no bias", () => {
  const { placed } = runLayer(
    convolution({ channels: 5, kernel: 7, stride: 2 }),
    new Float32Array(10 * 9 * 3),
    [1, 10, 9, 3],
  );
  assert.deepEqual(placed.output, [5, 5, 5]);
  assert.deepEqual(
    placed.variables.map(({ name, shape, role, layout }) => [
      name,
      shape,
      role,
      layout,
    ]),
    [["it.weight", [7, 7, 3, 5], "weight", "convolution"]],
  );
});
