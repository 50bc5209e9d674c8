import assert from "node:assert/strict";
import { philox4x32 } from "../../../src/base/random/philox.ts";

// Random123 1.14.0, tests/kat_vectors, the rows "philox4x32 10".
const ONES = 0xffffffff;

Deno.test("philox4x32() gives Random123's answer for zeros", () => {
  assert.deepEqual(
    philox4x32([0, 0, 0, 0], [0, 0]),
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  );
});

Deno.test("philox4x32() gives Random123's answer for ones", () => {
  assert.deepEqual(
    philox4x32([ONES, ONES, ONES, ONES], [ONES, ONES]),
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  );
});

Deno.test("philox4x32() gives Random123's answer for the digits of pi", () => {
  assert.deepEqual(
    philox4x32(
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
    ),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});

Deno.test("philox4x32() changes about half of all bits with one bit of the counter", () => {
  let changed = 0;
  for (let count = 0; count < 200; count++) {
    const before = philox4x32([count, 0, 0, 0], [1, 2]);
    const after = philox4x32([count, 1, 0, 0], [1, 2]);
    before.forEach((word, lane) => changed += ones(word ^ after[lane]!));
  }
  // 25,600 fair bits: 12,800 with deviation 80; six deviations each way.
  assert.ok(Math.abs(changed - 12_800) < 480, `${changed} bits changed`);
});

function ones(word: number): number {
  return (word >>> 0).toString(2).replaceAll("0", "").length;
}
