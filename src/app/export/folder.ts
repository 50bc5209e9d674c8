/**
 * Where an export is put: whole, or not at all.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { exportInTheWay, exportUnwritable } from "../../base/errors/export.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { Files } from "./ask_files.ts";

/** What stands beside every export: what it is, and what of it was written. */
export const MARK = "leat.json";

const mark = z.looseObject({
  by: z.literal("leat"),
  files: z.array(z.string()),
});

/** What is in a folder and its folders: paths of files, with `/`. */
async function filesIn(folder: string, above = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${above}${name}`;
    if (!isDirectory) files.push(path);
    else files.push(...await filesIn(join(folder, name), `${path}/`));
  }
  return files;
}

/** Whether all that is in a folder is an export of before. */
async function isExport(folder: string): Promise<boolean> {
  const text = await unlessAbsent(Deno.readTextFile(join(folder, MARK)));
  if (text === undefined) return false;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return false;
  }
  const { data } = mark.safeParse(parsed);
  if (data === undefined) return false;
  const own = new Set([MARK, ...data.files]);
  return (await filesIn(folder)).every((file) => own.has(file));
}

/**
 * Looks whether an export may take a place, before anything is made.
 *
 * @throws {PipelineError} when something else is there
 */
export async function checkFolder(
  folder: string,
  force: boolean,
): Promise<void> {
  const there = await unlessAbsent(Deno.stat(folder)).catch(
    (cause: unknown) => {
      throw exportUnwritable(folder, cause);
    },
  );
  if (there === undefined) return;
  if (!there.isDirectory) {
    throw exportInTheWay(folder, "a file is there");
  }
  if (force || (await filesIn(folder)).length === 0) return;
  if (await isExport(folder)) return;
  throw exportInTheWay(folder, "it holds other files");
}

async function writeAll(folder: string, files: Files): Promise<void> {
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(path, bytes);
  }
}

/** Puts files into a folder with others, each of which is whole at any time. */
async function putAmong(
  made: string,
  folder: string,
  files: Files,
): Promise<void> {
  for (const name of files.keys()) {
    const path = join(folder, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.rename(join(made, name), path);
  }
}

/** Puts a folder into the place of an export of before, or of nothing. */
async function putInPlace(made: string, folder: string): Promise<void> {
  const before = `${made}-before`;
  const isThere = await unlessAbsent(Deno.stat(folder)) !== undefined;
  if (isThere) await Deno.rename(folder, before);
  try {
    await Deno.rename(made, folder);
  } catch (error) {
    if (isThere) await Deno.rename(before, folder);
    throw error;
  }
  if (isThere) await Deno.remove(before, { recursive: true });
}

/**
 * Writes files into a folder. One of an earlier export is replaced by the new
 * one; in one with other files, theirs are left.
 *
 * @throws {PipelineError} when it holds other files and that is not wanted, or
 * cannot be written
 */
export async function writeFolder(
  path: string,
  files: Files,
  force: boolean,
): Promise<void> {
  const folder = resolve(path);
  await checkFolder(folder, force);
  let made: string | undefined;
  try {
    await Deno.mkdir(dirname(folder), { recursive: true });
    const dir = dirname(folder);
    made = await Deno.makeTempDir({ dir, prefix: ".leat-export-" });
    // A temporary folder is its owner's alone; an export is like any other.
    if (Deno.build.os !== "windows") {
      await Deno.chmod(made, 0o777 & ~Deno.umask());
    }
    await writeAll(made, files);
    const among = force && await unlessAbsent(Deno.stat(folder)) &&
      !await isExport(folder);
    if (among) await putAmong(made, folder, files);
    else await putInPlace(made, folder);
  } catch (cause) {
    throw exportUnwritable(path, cause);
  } finally {
    if (made) await unlessAbsent(Deno.remove(made, { recursive: true }));
  }
}
