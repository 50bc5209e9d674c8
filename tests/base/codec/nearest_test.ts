import assert from "node:assert/strict";
import fc from "fast-check";
import { nearest } from "../../../src/base/codec/nearest.ts";

const words = ["epochs", "batch", "seed", "momentum", "weightDecay"];

Deno.test("nearest() finds a word with a letter wrong, missing or too many", () => {
  for (const misspelt of ["epochz", "epoch", "epochss", "eopchs", "Epochs"]) {
    assert.deepEqual(nearest(misspelt, words), ["epochs"]);
  }
});

Deno.test("nearest() gives the nearest first, and no more than asked for", () => {
  const like = ["batches", "batch", "latch", "patch"];
  assert.deepEqual(nearest("batch", like, 9), [
    "batch",
    "latch",
    "patch",
    "batches",
  ]);
  assert.deepEqual(nearest("batch", like), ["batch", "latch", "patch"]);
  assert.deepEqual(nearest("batch", like, 0), []);
});

Deno.test("nearest() gives nothing when more than half would change", () => {
  assert.deepEqual(nearest("xyz", words), []);
  assert.deepEqual(nearest("ab", ["xb"]), ["xb"]);
  assert.deepEqual(nearest("abc", ["xyc"]), []);
  assert.deepEqual(nearest("", words), []);
  assert.deepEqual(nearest("seed", []), []);
});

Deno.test("nearest() gives no word twice", () => {
  assert.deepEqual(nearest("sed", ["seed", "seed"]), ["seed"]);
});

Deno.test("nearest() finds a word in any list, first of all", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
      (list) => {
        const word = list[0] ?? "";
        assert.equal(nearest(word, list)[0], word);
        assert.deepEqual(nearest(word, list), nearest(word, list.toReversed()));
      },
    ),
    { seed: 1 },
  );
});
