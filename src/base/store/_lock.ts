import { explainStoreFault } from "../errors/store.ts";
import { lockFile } from "./_layout.ts";
import { unlessAbsent } from "./unless_absent.ts";

/**
 * Runs while this process alone holds a lock. It is the kernel's: when a
 * process dies, its locks are free, and there is nothing to clean up.
 *
 * @param onWait Called once if another holds the lock.
 */
export async function withLock<Result>(
  root: string,
  name: string,
  onWait: (() => void) | undefined,
  run: () => Promise<Result>,
): Promise<Result> {
  using _held = await openLocked(root, lockFile(root, name), onWait);
  return await run();
}

async function openLocked(
  root: string,
  path: string,
  onWait: (() => void) | undefined,
): Promise<Deno.FsFile> {
  try {
    return await lockedFile(path, onWait);
  } catch (error) {
    throw explainStoreFault(root, error);
  }
}

/** A file that stands at a path, locked until it is closed. */
export async function lockedFile(
  path: string,
  onWait?: () => void,
): Promise<Deno.FsFile> {
  let tell = onWait;
  while (true) {
    const file = await Deno.open(path, { write: true, create: true });
    if (!await file.tryLock(true)) {
      tell?.();
      tell = undefined;
      await file.lock(true);
    }
    // Who waited may hold one that was removed or replaced meanwhile, and with
    // it nothing.
    if (await standsAt(path, file)) return file;
    file.close();
  }
}

/** The same where nobody holds the file; else, or without a file, undefined. */
export async function tryLockedFile(
  path: string,
): Promise<Deno.FsFile | undefined> {
  const file = await unlessAbsent(Deno.open(path, { write: true }));
  if (file === undefined) return undefined;
  if (await file.tryLock(true) && await standsAt(path, file)) return file;
  file.close();
  return undefined;
}

async function standsAt(path: string, file: Deno.FsFile): Promise<boolean> {
  const [held, there] = await Promise.all([
    file.stat(),
    unlessAbsent(Deno.stat(path)),
  ]);
  return there !== undefined && held.ino === there.ino &&
    held.dev === there.dev;
}
