import assert from "node:assert/strict";
import { stream } from "../../../src/base/random/stream.ts";

const GOLDEN = [2093691030, 351142458, 2356114202];
const GOLDEN_ORDER = "6 7 3 5 4 1 0 2";

Deno.test("stream() draws these numbers on every machine", () => {
  const random = stream(42, "flip", 3, "cat_12.jpg");
  assert.deepEqual([random.uint32(), random.uint32(), random.uint32()], GOLDEN);
  assert.equal(stream("leat").permutation(8).join(" "), GOLDEN_ORDER);
});

Deno.test("stream() does not depend on what was drawn from another", () => {
  const alone = stream(1, "item").uint32();
  stream(1, "other").permutation(100);
  assert.equal(stream(1, "item").uint32(), alone);
});

Deno.test("stream() tells seeds, purposes, their types and their borders apart", () => {
  const streams = [
    stream(0),
    stream(1),
    stream("1"),
    stream(0.5),
    stream(1, 0),
    stream(1, "0"),
    stream(1, "a", "bc"),
    stream(1, "ab", "c"),
    stream(1, 'a","bc'),
    stream(1, "a", "bc", ""),
    stream(2 ** 32),
  ];
  const first = new Set(streams.map((random) => random.uint32()));
  assert.equal(first.size, streams.length);
});

Deno.test("streams of neighbouring items are independent", () => {
  const count = 20_000;
  let product = 0;
  for (let item = 0; item < count; item++) {
    const here = stream(7, item).float() - 0.5;
    const next = stream(7, item + 1).float() - 0.5;
    product += 12 * here * next;
  }
  // The correlation of independent draws has deviation 1 / sqrt(20,000).
  assert.ok(Math.abs(product / count) < 6 / Math.sqrt(count));
});

Deno.test("stream() refuses numbers that are not finite", () => {
  assert.throws(() => stream(Number.NaN), {
    name: "RangeError",
    message:
      "Cannot make a random stream from NaN: seeds and purposes must be finite numbers or strings",
  });
  assert.throws(() => stream(1, "epoch", Infinity), RangeError);
});
