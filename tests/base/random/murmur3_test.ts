import assert from "node:assert/strict";
import { murmur3 } from "../../../src/base/random/murmur3.ts";

Deno.test("murmur3() gives SMHasher's verification value", () => {
  // Hash the keys [], [0], [0, 1], ... with seeds 256, 255, ..., then the
  // hashes; SMHasher's main.cpp lists 0xb3ece62a for MurmurHash3_x86_128.
  const hashes = new DataView(new ArrayBuffer(256 * 16));
  for (let length = 0; length < 256; length++) {
    const key = Uint8Array.from({ length }, (_, at) => at);
    murmur3(key, 256 - length).forEach((word, lane) =>
      hashes.setUint32(16 * length + 4 * lane, word, true)
    );
  }
  assert.equal(murmur3(new Uint8Array(hashes.buffer))[0], 0xb3ece62a);
});

Deno.test("murmur3() reads a view, not the buffer under it", () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, at) => at);
  assert.deepEqual(murmur3(bytes.subarray(3, 30)), murmur3(bytes.slice(3, 30)));
});

Deno.test("murmur3() tells trailing zeros apart", () => {
  assert.notDeepEqual(murmur3(new Uint8Array(3)), murmur3(new Uint8Array(4)));
});
