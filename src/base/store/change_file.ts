import { dirname } from "node:path";
import { writeSynced } from "./files.ts";
import { lockedFile } from "./_lock.ts";
import { unlessAbsent } from "./unless_absent.ts";

/**
 * Changes a text file in one step, alone: of processes that do so at the same
 * time none loses what another wrote, and none reads half of it. The lock is
 * the kernel's, on the file itself: nothing else is left beside it.
 *
 * @param change gets the text, "" where there is no file yet; what it answers
 * with is written, unless it is the same
 * @returns whether something was written
 *
 * @example
 * ```ts
 * import { changeFile } from "./change_file.ts";
 * import assert from "node:assert/strict";
 *
 * const path = `${await Deno.makeTempDir()}/names.txt`;
 * assert.ok(await changeFile(path, (text) => `${text}Ada\n`));
 * assert.ok(!await changeFile(path, (text) => text));
 * assert.equal(await Deno.readTextFile(path), "Ada\n");
 * ```
 */
export async function changeFile(
  path: string,
  change: (text: string) => string,
): Promise<boolean> {
  const isNew = await unlessAbsent(Deno.stat(path)) === undefined;
  // Nothing is to be made where there is nothing to write.
  if (isNew && change("") === "") return false;
  await Deno.mkdir(dirname(path), { recursive: true });
  using _held = await lockedFile(path);
  // A link stays one: what it leads to is replaced.
  const file = await Deno.realPath(path);
  const before = await Deno.readTextFile(file);
  const after = change(before);
  if (after === before) return false;
  await replace(file, after);
  return true;
}

/** Who holds the lock is alone: one name is enough for what is being written. */
async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.new`;
  // A process that was killed may have left it.
  await unlessAbsent(Deno.remove(next));
  try {
    await writeSynced(next, text);
    await Deno.rename(next, path);
  } catch (error) {
    await unlessAbsent(Deno.remove(next));
    throw error;
  }
}
