import { join } from "node:path";
import { isKey, lockFile, locksFolder } from "./_layout.ts";
import { tryLockedFile } from "./_lock.ts";
import { explainStoreFault } from "../errors/store.ts";
import { isHeld } from "./held_file.ts";
import { namesIn } from "./survey.ts";
import { quarantine, sweepTemporary } from "./_temporary.ts";

/** A run that is given the same pipeline waits at a lock of such a name. */
const RUN = /^run-[0-9a-f]{32}$/;

/** Whether a process holds the lock of a key, or another name. */
export async function isLocked(root: string, name: string): Promise<boolean> {
  return await isHeld(lockFile(root, name));
}

/**
 * Removes folders and files of a store. Each goes in one step, so that killed
 * at any moment nothing is left that looks like a result; `unlessUsed()` sees to
 * it that nobody reads them.
 *
 * @throws {PipelineError} If the disk is read-only or not permitted.
 */
export async function discard(
  root: string,
  paths: Iterable<string>,
): Promise<void> {
  try {
    for (const path of paths) await quarantine(root, path);
    await sweepTemporary(root);
  } catch (error) {
    throw explainStoreFault(root, error);
  }
}

/**
 * Removes the lock files of keys and runs that nobody holds and nothing is
 * stored for: each is empty, but there is one for all that was ever computed.
 *
 * @param kept the keys that something is stored for
 * @returns how many
 */
export async function discardLocks(
  root: string,
  kept: ReadonlySet<string>,
): Promise<number> {
  let count = 0;
  for (const name of await namesIn(locksFolder(root))) {
    if (kept.has(name) || !(isKey(name) || RUN.test(name))) continue;
    const path = join(locksFolder(root), name);
    // Held while it goes: who opened it meanwhile sees that it stands no more.
    using held = await tryLockedFile(path).catch(() => undefined);
    if (held === undefined) continue;
    await Deno.remove(path).then(() => count++, () => {});
  }
  return count;
}
