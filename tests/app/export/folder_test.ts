import assert from "node:assert/strict";
import { join } from "node:path";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import {
  checkFolder,
  MARK,
  writeFolder,
} from "../../../src/app/export/folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What an export writes: some files, and what says that they are its own. */
function files(content: string, ...names: readonly string[]) {
  const mark = JSON.stringify({ by: "leat", files: names });
  return new Map([
    ...names.map((name) => [name, bytes(content)] as const),
    [MARK, bytes(mark)] as const,
  ]);
}

async function withFolder(test: (folder: string) => Promise<void>) {
  const above = await Deno.makeTempDir({ prefix: "leat-test-" });
  try {
    await test(join(above, "out"));
    // Nothing half made is left beside it.
    const left = await Array.fromAsync(Deno.readDir(above));
    assert.deepEqual(
      left.map(({ name }) => name).filter((name) => name.startsWith(".")),
      [],
    );
  } finally {
    await Deno.remove(above, { recursive: true });
  }
}

const read = (folder: string, name: string) =>
  Deno.readTextFile(join(folder, name));

async function names(folder: string): Promise<readonly string[]> {
  const found = await Array.fromAsync(Deno.readDir(folder));
  return found.map(({ name }) => name).sort();
}

const inTheWay = (error: unknown) =>
  error instanceof PipelineError && error.stage === "command" &&
  /it holds other files$/.test(error.message);

Deno.test("an export takes the place of an export of before, whole", async () => {
  await withFolder(async (folder) => {
    await writeFolder(folder, files("1", "a", "deep/b", "old"), false);
    await writeFolder(folder, files("2", "a", "deep/b"), false);
    assert.equal(await read(folder, "deep/b"), "2");
    assert.deepEqual(await names(folder), ["a", "deep", MARK]);
  });
});

Deno.test("an export takes an empty folder, and one that is not there", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(folder);
    await writeFolder(folder, files("1", "a"), false);
    assert.equal(await read(folder, "a"), "1");
    await writeFolder(join(folder, "x/y"), files("1", "a"), false);
    assert.equal(await read(folder, "x/y/a"), "1");
  });
});

Deno.test("an export leaves what it did not write, and does not take its place", async () => {
  await withFolder(async (folder) => {
    await writeFolder(folder, files("1", "a"), false);
    await Deno.writeTextFile(join(folder, "mine.txt"), "mine");
    await assert.rejects(checkFolder(folder, false), inTheWay);
    await assert.rejects(writeFolder(folder, files("2", "a"), false), inTheWay);
    assert.equal(await read(folder, "a"), "1");
    await writeFolder(folder, files("2", "a", "deep/b"), true);
    assert.equal(await read(folder, "a"), "2");
    assert.equal(await read(folder, "deep/b"), "2");
    assert.equal(await read(folder, "mine.txt"), "mine");
  });
});

Deno.test("what only looks like an export is not replaced", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(folder);
    for (const text of ["", "[]", '{"by":"leat"}', '{"files":["leat.json"]}']) {
      await Deno.writeTextFile(join(folder, MARK), text);
      await assert.rejects(checkFolder(folder, false), inTheWay, text);
    }
  });
});

Deno.test("a file is no place for an export, nor is what cannot be written", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(folder, "");
    await assert.rejects(checkFolder(folder, true), {
      message: `Cannot export to "${folder}": a file is there`,
    });
    await assert.rejects(
      writeFolder(join(folder, "below"), files("1", "a"), false),
      (error: Error) =>
        error instanceof PipelineError && error.stage === "command",
    );
  });
});
