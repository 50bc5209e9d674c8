import { dirname } from "node:path";
import { useFile } from "./_layout.ts";

/**
 * Runs while nothing is swept from some caches: what was found in them stays
 * until `run` is done. Any number of processes may be at it; a sweep is not
 * waited for by more than its own time, and a killed process holds nothing.
 *
 *     run     locks/.use  shared      waits for a sweep that is under way
 *     sweep   locks/.use  exclusive   does not wait, but gives up
 *
 * A cache that can be neither written nor swept by this process, as on a
 * read-only disk, is used as it is.
 *
 * @param onWait called once if a sweep is under way
 */
export async function whileUsed<Result>(
  roots: Iterable<string>,
  onWait: (() => void) | undefined,
  run: () => Promise<Result>,
): Promise<Result> {
  using held = new DisposableStack();
  // In one order, as each cache is locked once and no sweep waits.
  for (const root of new Set(roots)) {
    const file = await openUse(root);
    if (file === undefined) continue;
    held.use(file);
    if (await file.tryLock(false)) continue;
    onWait?.();
    await file.lock(false);
  }
  return await run();
}

/**
 * Runs while nobody uses a cache, or answers with undefined: who uses it now is
 * not waited for.
 */
export async function unlessUsed<Result>(
  root: string,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  await Deno.mkdir(dirname(useFile(root)), { recursive: true });
  using file = await Deno.open(useFile(root), { write: true, create: true });
  return await file.tryLock(true) ? await run() : undefined;
}

/** The file that tells of use; undefined where there cannot be one. */
async function openUse(root: string): Promise<Deno.FsFile | undefined> {
  const path = useFile(root);
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    return await Deno.open(path, { write: true, create: true });
  } catch {
    // The disk may be read-only, and the cache be that of others.
    return await Deno.open(path).catch(() => undefined);
  }
}
