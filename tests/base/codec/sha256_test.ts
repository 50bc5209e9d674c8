import assert from "node:assert/strict";
import { join } from "node:path";
import { hashOf, sha256, sha256File } from "../../../src/base/codec/sha256.ts";
import { withFolder } from "../../_folder.ts";

// FIPS 180-2, appendix B.
const OF_ABC =
  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const OF_NOTHING =
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Deno.test("sha256() gives the published hashes", () => {
  assert.equal(sha256("abc"), OF_ABC);
  assert.equal(sha256(new Uint8Array([97, 98, 99])), OF_ABC);
  assert.equal(sha256(""), OF_NOTHING);
});

Deno.test("sha256() hashes what a view shows, not its buffer", () => {
  const buffer = new TextEncoder().encode("xabcx");
  assert.equal(sha256(buffer.subarray(1, 4)), OF_ABC);
});

Deno.test("sha256() reads a string as UTF-8", () => {
  assert.equal(sha256("é"), sha256(new Uint8Array([0xc3, 0xa9])));
});

Deno.test("sha256File() gives the hash of the bytes, over several chunks too", () =>
  withFolder(async (folder) => {
    const path = join(folder, "file");
    for (const size of [0, 3, 1 << 20, (1 << 20) * 2 + 5]) {
      const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251);
      await Deno.writeFile(path, bytes);
      assert.equal(await sha256File(path), sha256(bytes));
    }
  }));

Deno.test("sha256File() throws when there is no such file", async () => {
  await assert.rejects(sha256File("/nowhere/file"), Deno.errors.NotFound);
});

Deno.test("hashOf() is the hash of the canonical text", () => {
  assert.equal(hashOf({ b: [1], a: "é" }), sha256('{"a":"é","b":[1]}'));
  assert.equal(hashOf("abc"), sha256('"abc"'));
  assert.throws(() => hashOf({ rate: NaN }), TypeError);
});
