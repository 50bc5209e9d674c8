import assert from "node:assert/strict";
import {
  concatPool,
  maxPool,
} from "../../../../src/stages/architecture/layers/pooling.ts";
import { runLayer } from "../_networks.ts";

const pool = maxPool({ kernel: 3, stride: 2, padding: 1 });

Deno.test("maxPool() takes the largest of 3 by 3 at every other pixel, odd and even", () => {
  const odd = runLayer(
    pool,
    Array.from({ length: 25 }, (_, at) => at + 1),
    [1, 5, 5, 1],
  );
  assert.deepEqual(odd.shape, [1, 3, 3, 1]);
  assert.deepEqual(odd.placed.output, [3, 3, 1]);
  assert.deepEqual(odd.output, [7, 9, 10, 17, 19, 20, 22, 24, 25]);
  const even = runLayer(
    pool,
    Array.from({ length: 16 }, (_, at) => at + 1),
    [1, 4, 4, 1],
  );
  assert.deepEqual(even.shape, [1, 2, 2, 1]);
  assert.deepEqual(even.output, [6, 8, 14, 16]);
});

Deno.test("maxPool() pads with nothing, so that negative values stay negative", () => {
  const { output } = runLayer(pool, [-4, -3, -2, -1], [1, 2, 2, 1]);
  assert.deepEqual(output, [-1]);
});

Deno.test("concatPool() gives the largest of each channel first, then the mean", () => {
  const { output, shape, placed } = runLayer(
    concatPool(),
    [1, 10, 2, 20, 3, 30, 6, 0],
    [1, 2, 2, 2],
  );
  assert.deepEqual(shape, [1, 4]);
  assert.deepEqual(placed.output, [4]);
  assert.deepEqual(output, [6, 30, 3, 15]);
});
