import assert from "node:assert/strict";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { pinOf } from "../../../src/app/remote/module_tree.ts";
import { resolveModules } from "../../../src/app/remote/resolve_modules.ts";
import { remoteImports } from "../../../src/app/remote/remote_imports.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { Desk } from "../_cli.ts";
import { signal, web } from "../_web.ts";

const pets = `import { b } from "./lib/b.ts";
import * as leat from "leat";
import type { Image } from "leat";
import names from "./names.json" with { type: "json" };
throw new Error("it was run");
`;

Deno.test("resolveModules() reads modules and JSON by their bytes, and runs none", async () => {
  await using there = web({
    "/a/pets.ts": pets,
    "/a/lib/b.ts": "export const b = 1;\n// denoCacheMetadata={}\n",
    "/a/names.json": "{}",
  });
  const tree = await there.tree("/a/pets.ts");
  const at = (path: string) => `${there.url}/a/${path}`;
  const pin = (text: string) => ({ sha256: sha256(text), size: text.length });
  assert.deepEqual(pinOf(tree), {
    root: tree.root,
    modules: {
      [at("pets.ts")]: pin(pets),
      [at("lib/b.ts")]: pin("export const b = 1;\n// denoCacheMetadata={}\n"),
      [at("names.json")]: pin("{}"),
    },
  });
});

Deno.test("the root of modules is the same on another host, and of no other modules", async () => {
  const files = {
    "/a/pets.ts": pets,
    "/a/lib/b.ts": "1",
    "/a/names.json": "{}",
  };
  const rootOf = async (
    changed: Readonly<Record<string, string>>,
    path = "/a/pets.ts",
  ) => {
    await using there = web({ ...files, ...changed });
    return (await there.tree(path)).root;
  };
  const root = await rootOf({});
  assert.equal(await rootOf({}), root);
  const moved = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`/b${path}`, text]),
  );
  assert.equal(await rootOf(moved, "/b/a/pets.ts"), root);
  const others = [
    await rootOf({ "/a/lib/b.ts": "2" }),
    await rootOf({ "/a/pets.ts": `${pets}\n` }),
    await rootOf({ "/a/pets.ts": `${pets}import "./c.ts";`, "/a/c.ts": "" }),
    // The same modules, begun with another of them.
    await rootOf({ "/a/lib/b.ts": 'import "../pets.ts";1' }, "/a/lib/b.ts"),
    await rootOf({ "/a/lib/b.ts": 'import "../pets.ts";1' }),
  ];
  assert.equal(new Set([root, ...others]).size, others.length + 1);
});

Deno.test("resolveModules() refuses what a pipeline from the web may not be made of", async () => {
  const big = `export const big = "${"x".repeat(2 ** 20)}";`;
  const many = Array.from({ length: 64 }, (_, at) => `import "./m${at}.ts";`);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['import "npm:zod";', /imports "npm:zod", and packages of npm/],
    ['import type { z } from "npm:zod";', /imports "npm:zod"/],
    [
      'import "jsr:@std/path";',
      /imports "jsr:@std\/path", and packages of JSR/,
    ],
    ['import "node:fs";', /imports "node:fs", and it stands for the rights/],
    ['const f = () => import("node:fs");', /imports "node:fs"/],
    ['import "data:text/javascript,1";', /"data:text\/javascript,1", and its/],
    [
      'import "file:///etc/hosts.ts";',
      /"file:.*", and it lies on this machine/,
    ],
    ['import "zod";', /imports "zod", and only "leat"/],
    ['import "leat/src/x.ts";', /imports "leat\/src\/x.ts", and only "leat"/],
    ['import t from "./t.json" with { type: "text" };', /imported as text/],
    ['import t from "./t.json" with { type: "bytes" };', /imported as bytes/],
    ['import t from "./t.json";', /imports ".*t.json"|does not load/],
    ['import "https://other.example/x.ts";', /other\.example:443/],
    ['import "http://localhost:1/x.ts";', /comes from another place/],
    ['import "./none.ts";', /"http.*\/none\.ts" does not load/],
    ["import {", /Unexpected token/],
    [big, /bytes, and 1048576 bytes are the most/],
    [many.join("\n"), /65 modules, and 64 modules are the most/],
  ];
  await using there = web({ "/t.json": "{}" });
  for (let at = 0; at < 64; at++) there.put({ [`/m${at}.ts`]: "export {};" });
  for (const [at, [text, message]] of cases.entries()) {
    there.put({ [`/case${at}.ts`]: text });
    await assert.rejects(there.tree(`/case${at}.ts`), (error) => {
      assert.ok(error instanceof PipelineError, `${error}`);
      assert.match(error.message, message);
      assert.ok(error.remedy);
      return true;
    }, text.slice(0, 60));
  }
});

Deno.test("resolveModules() follows redirects within a host, and to no other", async () => {
  const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const server = Deno.serve(quiet, (request) => {
    const { pathname, port } = new URL(request.url);
    const to = {
      "/old.ts": "/new.ts",
      "/other-name.ts": `http://localhost:${port}/new.ts`,
      "/metadata.ts": "http://169.254.169.254/latest/meta-data",
    }[pathname];
    return to
      ? new Response(null, { status: 302, headers: { location: to } })
      : new Response("export {};", {
        headers: { "content-type": "text/typescript" },
      });
  });
  await using _server = { [Symbol.asyncDispose]: () => server.shutdown() };
  const url = `http://127.0.0.1:${server.addr.port}`;
  const tree = await resolveModules(`${url}/old.ts`, { signal });
  assert.deepEqual([...tree.modules.keys()], [`${url}/new.ts`]);
  assert.deepEqual(tree.redirects, { [`${url}/old.ts`]: `${url}/new.ts` });
  const direct = await resolveModules(`${url}/new.ts`, { signal });
  assert.notEqual(direct.root, tree.root);
  for (const path of ["other-name", "metadata"]) {
    await assert.rejects(
      resolveModules(`${url}/${path}.ts`, { signal }),
      /comes from another place/,
    );
  }
});

Deno.test("remoteImports() finds what a file and its modules import from the web, and asks nobody", async () => {
  await using desk = await Desk.open();
  await using there = web({});
  const file = await desk.write(
    "p.ts",
    `import a from "${there.url}/a.ts";
import "zod"; import "npm:chalk"; import "leat"; export * from "./lib/q.ts";
// "https://in.a.comment/x.ts"
`,
  );
  await desk.write(
    "lib/q.ts",
    `export const later = () => import("${there.url}/b.ts");
export type { X } from "https://types.example/x.ts";`,
  );
  const found = await remoteImports(file, signal);
  assert.deepEqual(found.remote, [
    `${there.url}/a.ts`,
    `${there.url}/b.ts`,
    "https://types.example/x.ts",
  ]);
  assert.deepEqual([...found.local].sort(), [
    `${desk.folder}/lib/q.ts`,
    file,
  ]);
  assert.deepEqual(there.server.asked, []);
  const jsr = await desk.write("jsr.ts", 'import "jsr:@std/path";');
  await assert.rejects(remoteImports(jsr, signal), /which no lock pins/);
});
