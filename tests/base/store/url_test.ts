import assert from "node:assert/strict";
import { fileNameOf } from "../../../src/base/store/_url.ts";

Deno.test("fileNameOf() makes a plain name of any address", () => {
  const cases: [string, string][] = [
    ["https://a.org/data/pets.tar.gz?version=2#x", "pets.tar.gz"],
    ["https://a.org/my%20pets.tgz", "my_20pets.tgz"],
    ["https://a.org/%zz%2F..%2Fx", "_zz_2F.._2Fx"],
    ["https://a.org/.htaccess", "htaccess"],
    ["https://a.org/", "download"],
    [`https://a.org/${"x".repeat(300)}.tgz`, `${"x".repeat(96)}.tgz`],
  ];
  for (const [url, name] of cases) {
    assert.equal(fileNameOf(new URL(url)), name);
  }
});
