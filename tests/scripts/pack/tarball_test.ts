import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import { tarball } from "../../../scripts/pack/tarball.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const FILES = [
  ["package.json", bytes("{}")],
  ["src/b.js", bytes("b")],
  [`src/${"deep/".repeat(30)}a.js`, bytes("a")],
  ["empty", bytes("")],
] as const;

Deno.test("tarball() makes the same bytes of the same files in any order", async () => {
  const one = await tarball(new Map(FILES));
  const two = await tarball(new Map(FILES.toReversed()));
  assert.deepEqual(one, two);
  const other = await tarball(new Map([...FILES, ["c", bytes("c")]]));
  assert.notDeepEqual(one, other);
});

Deno.test("tarball() holds each file below package/, with one date and no owner", async () => {
  const entries = await unpackTar(
    new Uint8Array(gunzipSync(await tarball(new Map(FILES)))),
  );
  assert.deepEqual(
    new Map(
      entries.map(({ header, data }) => [header.name, data ?? bytes("")]),
    ),
    new Map(FILES.map(([path, data]) => [`package/${path}`, data])),
  );
  for (const { header } of entries) {
    assert.equal(header.mtime?.toISOString(), "1985-10-26T08:15:00.000Z");
    assert.equal(header.uid, 0);
    assert.equal(header.mode, 0o644);
  }
});
