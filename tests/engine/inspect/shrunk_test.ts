import assert from "node:assert/strict";
import { shrunk } from "../../../src/engine/inspect/shrunk.ts";

const grey = (...values: number[]) =>
  Uint8Array.from(values.flatMap((value) => [value, value, value]));

Deno.test("shrunk() leaves a picture alone that fits", () => {
  const picture = { pixels: grey(1, 2), height: 1, width: 2 };
  assert.equal(shrunk(picture, 2), picture);
});

Deno.test("shrunk() takes the mean of squares, and drops what is no whole one", () => {
  const picture = {
    pixels: grey(0, 10, 20, 30, 9, 20, 30, 40, 50, 9),
    height: 2,
    width: 5,
  };
  const small = shrunk(picture, 3);
  assert.deepEqual([small.height, small.width], [1, 2]);
  assert.deepEqual(small.pixels, grey(15, 35));
});

Deno.test("shrunk() keeps a line of a picture that is a line", () => {
  const small = shrunk({ pixels: grey(4, 8, 6, 2), height: 1, width: 4 }, 2);
  assert.deepEqual([small.height, small.width], [1, 2]);
  assert.deepEqual(small.pixels, grey(6, 4));
});
