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
  // Never removed: who waits for a removed file waits for no one.
  using file = await openLock(root, lockFile(root, name));
  if (!await file.tryLock(true)) {
    onWait?.();
    await file.lock(true);
  }
  try {
    return await run();
  } finally {
    file.unlockSync();
  }
}

async function openLock(root: string, path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, create: true });
  } catch (error) {
    throw explainStoreFault(root, error);
  }
}
