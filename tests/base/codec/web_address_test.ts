import assert from "node:assert/strict";
import {
  isWebAddress,
  moduleHref,
  secureUrl,
} from "../../../src/base/codec/web_address.ts";

Deno.test("isWebAddress() tells an address from a path, however it is written", () => {
  for (const at of ["https://host/w", "HTTPS://host/w", "http://localhost/w"]) {
    assert.ok(isWebAddress(at), at);
  }
  for (const at of ["./w", "/w", "https/w", "C:\\w"]) {
    assert.ok(!isWebAddress(at), at);
  }
});

Deno.test("moduleHref() makes an address of a path, and leaves one as it is", () => {
  const url = "https://host.example/pets.ts";
  assert.equal(moduleHref(url), url);
  assert.equal(moduleHref("/a b/pets.ts"), "file:///a%20b/pets.ts");
});

Deno.test("secureUrl() refuses what others could change on its way, and tells no password", () => {
  const check = (text: string) =>
    secureUrl(text, (url, fact) => new RangeError(`${url}: ${fact}`)).href;
  assert.equal(check("https://host.example/a"), "https://host.example/a");
  assert.equal(check("http://127.0.0.1:80/a"), "http://127.0.0.1/a");
  assert.throws(() => check("pets"), /^RangeError: pets: it is not an address/);
  assert.throws(
    () => check("http://host.example/a"),
    /neither https nor on this machine/,
  );
  assert.throws(
    () => check("https://me:secret@host.example/a"),
    /^RangeError: https:\/\/host\.example\/a: it holds a name or a password$/,
  );
});
