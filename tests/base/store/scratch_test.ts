import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withScratchFile } from "../../../src/base/store/scratch.ts";
import { sweepTemporary } from "../../../src/base/store/_temporary.ts";
import { withFolder } from "../../_folder.ts";
import { namesIn } from "./_helpers.ts";

/** Runs with a user's cache of its own, and the folder for temporary files. */
async function withCache(
  run: (temporary: string, cache: string) => Promise<void>,
): Promise<void> {
  const before = Deno.env.get("LEAT_CACHE_HOME");
  await withFolder(async (folder) => {
    Deno.env.set("LEAT_CACHE_HOME", folder);
    try {
      await run(`${folder}/leat/tmp`, folder);
    } finally {
      if (before === undefined) Deno.env.delete("LEAT_CACHE_HOME");
      else Deno.env.set("LEAT_CACHE_HOME", before);
    }
  });
}

const text = (content: string) => new TextEncoder().encode(content);

Deno.test("withScratchFile() runs with a file of the bytes, that nobody else may read and that is gone after", () =>
  withCache(async (temporary) => {
    const found = await withScratchFile(text("abc"), async (path) => {
      assert.ok(path.startsWith(`${temporary}/`), path);
      const { mode } = await Deno.stat(path);
      if (Deno.build.os !== "windows") assert.equal((mode ?? 0) & 0o777, 0o600);
      return await Deno.readTextFile(path);
    });
    assert.equal(found, "abc");
    assert.deepEqual(namesIn(temporary), []);
  }));

Deno.test("withScratchFile() gives each of several its own bytes, and writes shorter ones over longer ones", () =>
  withCache(async (temporary) => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const other = withScratchFile(text("other"), async (path) => {
      await over;
      return await Deno.readTextFile(path);
    });
    const paths = new Set<string>();
    for (const content of ["a longer one", "short", ""]) {
      await withScratchFile(text(content), async (path) => {
        paths.add(path);
        assert.equal(await Deno.readTextFile(path), content);
      });
    }
    assert.equal(paths.size, 1);
    end();
    assert.equal(await other, "other");
    assert.deepEqual(namesIn(temporary), []);
  }));

Deno.test("withScratchFile() leaves nothing behind when what it runs fails", () =>
  withCache(async (temporary) => {
    const failing = () => Promise.reject(new TypeError("it failed"));
    await assert.rejects(withScratchFile(text("abc"), failing), TypeError);
    assert.deepEqual(namesIn(temporary), []);
    assert.equal(
      await withScratchFile(text("ab"), (path) => Deno.readTextFile(path)),
      "ab",
    );
  }));

Deno.test("withScratchFile() says where it cannot write, and what to do", () =>
  withCache(async (temporary, cache) => {
    await Deno.writeTextFile(`${cache}/leat`, "a file");
    const run = () => Promise.reject(new Error("never run"));
    await assert.rejects(withScratchFile(text("abc"), run), {
      name: "PipelineError",
      message:
        `Cannot write to cache "${temporary}": a file stands where a folder should be`,
      remedy:
        "Free some space, or set LEAT_CACHE_HOME to a folder that can be written",
    });
    await Deno.remove(`${cache}/leat`);
    assert.equal(
      await withScratchFile(text("ab"), (path) => Deno.readTextFile(path)),
      "ab",
    );
  }));

Deno.test("what a killed process leaves of withScratchFile() goes with the next sweep", () =>
  withCache(async (temporary, cache) => {
    const module = new URL(
      "../../../src/base/store/scratch.ts",
      import.meta.url,
    );
    const script = `import { withScratchFile } from "${module}";
await withScratchFile(new Uint8Array(9), async () => {
  console.log("there");
  await new Promise((done) => setTimeout(done, 1e6));
});`;
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-check",
        "-A",
        `data:text/javascript,${encodeURIComponent(script)}`,
      ],
      cwd: root,
      stdout: "piped",
    }).spawn();
    for await (const _line of child.stdout) break;
    child.kill("SIGKILL");
    await child.status;
    assert.equal(namesIn(temporary).length, 2);
    await sweepTemporary(`${cache}/leat`);
    assert.deepEqual(namesIn(temporary), []);
  }));
