import assert from "node:assert/strict";
import { join } from "node:path";
import { readLock } from "../../../src/app/lock/lock_file.ts";
import { main } from "../../../src/app/cli/main.ts";
import { findUpdates } from "../../../src/app/remote/update.ts";
import { vendor } from "../../../src/app/remote/vendor.ts";
import { locate } from "../../../src/app/address/locate.ts";
import { withFolder } from "../../_folder.ts";
import { signal, web } from "../_web.ts";

/** Runs a command line here, in a folder; what it prints is handed back. */
async function ran(folder: string, ...args: string[]) {
  const lines: string[] = [];
  const { log, error } = console;
  const before = Deno.env.get("INIT_CWD");
  console.log = console.error = (line: unknown) => void lines.push(`${line}`);
  Deno.env.set("INIT_CWD", folder);
  try {
    return { code: await main(args), text: lines.join("\n") };
  } finally {
    Object.assign(console, { log, error });
    if (before === undefined) Deno.env.delete("INIT_CWD");
    else Deno.env.set("INIT_CWD", before);
  }
}

Deno.test("update pins, shows what changed in which module, and pins that", () =>
  withFolder(async (folder) => {
    await using there = web({
      "/p.ts": 'import "./a.ts";\nimport "./b.ts";\n',
      "/a.ts": "export const a = 1;\n",
      "/b.ts": "export const b = 1;\n",
      "/c.ts": "export const c = 1;\n",
    });
    const url = `${there.url}/p.ts`;
    const pinnedRoot = async () =>
      (await readLock(join(folder, "leat.lock"))).modules[url]?.root;

    const asking = await ran(folder, "update", url);
    assert.equal(asking.code, 1);
    assert.match(asking.text, /was not pinned[^]*no terminal[^]*add --yes/);
    assert.equal(await pinnedRoot(), undefined);
    const first = await ran(folder, "update", url, "--yes");
    assert.equal(first.code, 0, first.text);
    const root = (await there.tree("/p.ts")).root;
    assert.equal(await pinnedRoot(), root);
    const same = await ran(folder, "update", url);
    assert.equal(same.code, 0);
    assert.equal(same.text, `${url} is as it was pinned`);

    there.put({
      "/p.ts": 'import "./a.ts";\nimport "./c.ts";\n',
      "/a.ts": "export const a = 2;\n",
    });
    const changed = await ran(folder, "update", url, "--yes");
    assert.equal(changed.code, 0, changed.text);
    const now = (await there.tree("/p.ts")).root;
    assert.equal(await pinnedRoot(), now);
    for (
      const line of [
        `  before ${root}`,
        `  now    ${now}`,
        `changed ${there.url}/a.ts (20 B)`,
        "  - export const a = 1;",
        "  + export const a = 2;",
        `removed ${there.url}/b.ts`,
        `added ${there.url}/c.ts (20 B)`,
        '  - import "./b.ts";',
        '  + import "./c.ts";',
      ]
    ) assert.ok(changed.text.includes(line), `${line} in ${changed.text}`);
  }));

Deno.test("update takes all that a file of this machine imports, or a root that was read", () =>
  withFolder(async (folder) => {
    await using there = web({ "/p.ts": "1;", "/q.ts": "2;" });
    const file = join(folder, "mine.ts");
    await Deno.writeTextFile(
      file,
      `import "${there.url}/p.ts"; import "${there.url}/q.ts";`,
    );
    assert.equal((await ran(folder, "update", "./mine.ts", "--yes")).code, 0);
    const { modules } = await readLock(join(folder, "leat.lock"));
    assert.equal(Object.keys(modules).length, 2);
    await Deno.writeTextFile(file, "export {};");
    const nothing = await ran(folder, "update", "./mine.ts");
    assert.equal(nothing.code, 2);
    assert.match(nothing.text, /imports nothing from the web/);

    there.put({ "/p.ts": "3;" });
    const [update] = await findUpdates(
      await locate(`${there.url}/p.ts`),
      signal,
    );
    const named = `${there.url}/p.ts#sha256=${update?.tree.root}`;
    assert.equal((await ran(folder, "update", named)).code, 0);
    there.put({ "/p.ts": "4;" });
    const other = await ran(folder, "update", named);
    assert.equal(other.code, 1);
    assert.match(other.text, /not the one that was asked for/);
  }));

Deno.test("vendor copies modules beside each other with their provenance, and loses no edit", () =>
  withFolder(async (folder) => {
    await using there = web({
      "/x/y/p.ts": 'import "../lib/a.ts";\nimport "leat";\n',
      "/x/lib/a.ts": "export const a = 1;\n",
    });
    const tree = await there.tree("/x/y/p.ts");
    const into = join(folder, "copy");
    const options = { folder: into, force: false, date: "2026-01-31", signal };
    const copied = await vendor(tree, options);
    assert.equal(copied.entry, join(into, "y/p.ts"));
    assert.deepEqual(copied.files, ["lib/a.ts", "provenance.json", "y/p.ts"]);
    const note = JSON.parse(
      await Deno.readTextFile(join(into, "provenance.json")),
    );
    assert.deepEqual(note, {
      url: `${there.url}/x/y/p.ts`,
      root: tree.root,
      date: "2026-01-31",
      files: Object.fromEntries(
        ["y/p.ts", "lib/a.ts"].map((path) => {
          const url = `${there.url}/x/${path}`;
          return [path, { url, sha256: tree.modules.get(url)?.sha256 }];
        }),
      ),
    });
    // The same again changes nothing; a newer one takes its place.
    await vendor(tree, options);
    there.put({ "/x/lib/a.ts": "export const a = 2;\n" });
    const newer = await there.tree("/x/y/p.ts", true);
    await vendor(newer, options);
    const file = join(into, "lib/a.ts");
    assert.equal(await Deno.readTextFile(file), "export const a = 2;\n");
    await Deno.writeTextFile(file, "mine");
    await assert.rejects(vendor(tree, options), {
      message:
        `Cannot vendor into "${into}": "lib/a.ts" would be written over, and were changed since`,
    });
    assert.equal(await Deno.readTextFile(file), "mine");
    await vendor(tree, { ...options, force: true });
    assert.equal(await Deno.readTextFile(file), "export const a = 1;\n");
  }));

Deno.test("vendor copies nothing that would still import from the web, or has no name for a file", () =>
  withFolder(async (folder) => {
    await using there = web({ "/b.ts": "1;", "/c.ts": "1;" });
    there.put({
      "/absolute.ts": `import "${there.url}/b.ts";`,
      "/query.ts": 'import "./c.ts?v=1";',
      "/plain": "export {};",
      "/odd.ts": 'import "./%2e%2e%2fx.ts";',
      "/%2e%2e%2fx.ts": "1;",
    });
    const into = (name: string) => ({
      folder: join(folder, name),
      force: false,
      date: "2026-01-31",
      signal,
    });
    for (const name of ["absolute", "query", "odd"]) {
      await assert.rejects(
        vendor(await there.tree(`/${name}.ts`), into(name)),
        /cannot be copied/,
      );
      await assert.rejects(Deno.stat(join(folder, name)), Deno.errors.NotFound);
    }
    assert.deepEqual(
      (await ran(folder, "vendor", "./mine.ts")).code,
      2,
    );
  }));
