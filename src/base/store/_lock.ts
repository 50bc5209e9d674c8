import { explainStoreFault } from "../errors/store.ts";
import { lockFile } from "./_layout.ts";

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

/** An empty file, locked until it is closed. */
export async function lockedFile(
  path: string,
  onWait?: () => void,
): Promise<Deno.FsFile> {
  // Never removed: who waits for a removed file waits for no one.
  const file = await Deno.open(path, { write: true, create: true });
  if (!await file.tryLock(true)) {
    onWait?.();
    await file.lock(true);
  }
  return file;
}
