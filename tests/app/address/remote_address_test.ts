import assert from "node:assert/strict";
import { remoteAddress } from "../../../src/app/address/remote_address.ts";
import { locate } from "../../../src/app/address/locate.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";

const root = "0123456789abcdef".repeat(4);

Deno.test("remoteAddress() takes an address with an export and a root behind it", () => {
  const url = "https://host.example/a/pets.ts";
  const cases = [
    ["", { export: "default" }],
    ["#", { export: "default" }],
    ["#full", { export: "full" }],
    [`#sha256=${root}`, { export: "default", root }],
    [`#full&sha256=${root}`, { export: "full", root }],
    [`#sha256=${root}&full`, { export: "full", root }],
  ] as const;
  for (const [behind, expected] of cases) {
    assert.deepEqual(remoteAddress(`${url}${behind}`), { url, ...expected });
  }
  assert.equal(
    remoteAddress("http://localhost:80/p.ts").url,
    "http://localhost/p.ts",
  );
});

Deno.test("remoteAddress() refuses what is not fetched from, without telling a password", () => {
  const cases = [
    ["http://host.example/p.ts", /neither https nor on this machine/],
    ["http://10.0.0.1/p.ts", /neither https nor on this machine/],
    ["https://me:secret@host.example/p.ts", /holds a name or a password/],
    ["https://", /is not an address/],
    ["https://host.example/p.ts#a&b", /"b" behind the #/],
    ["https://host.example/p.ts#sha256=abc", /"sha256=abc" behind the #/],
    [
      `https://host.example/p.ts#sha256=${root}&sha256=${root}`,
      /"sha256=0123.*" behind the #/,
    ],
    ["https://host.example/p.ts#../x", /"\.\.\/x" behind the #/],
  ] as const;
  for (const [spoken, message] of cases) {
    assert.throws(() => remoteAddress(spoken), (error) => {
      assert.ok(error instanceof PipelineError);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("secret"), error.message);
      // Wrong usage.
      assert.equal(error.stage, "command");
      return true;
    });
  }
});

Deno.test("locate() gives a pipeline of the web a folder of its own, by its address", async () => {
  const one = await locate("https://host.example/pets.ts");
  assert.equal(one.file, "https://host.example/pets.ts");
  assert.match(one.slug, /^pets-[0-9a-f]{8}$/);
  const pinned = await locate(`https://host.example/pets.ts#sha256=${root}`);
  assert.equal(pinned.slug, one.slug);
  assert.equal(pinned.root, root);
  const full = await locate("https://host.example/pets.ts#full");
  assert.equal(full.slug, `${one.slug}-full`);
  const other = await locate("https://other.example/pets.ts");
  assert.notEqual(other.slug, one.slug);
  for (
    const odd of [
      "https://host.example/",
      "https://host.example/..%2F..%2Fx.ts",
    ]
  ) {
    const { slug } = await locate(odd);
    assert.match(slug, /^[0-9A-Za-z_-]+$/, odd);
  }
});
