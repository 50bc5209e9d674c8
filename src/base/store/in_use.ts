import { dirname } from "node:path";
import { explainStoreFault } from "../errors/store.ts";
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
 *
 * @throws {PipelineError} If the cache cannot be written.
 */
export async function unlessUsed<Result>(
  root: string,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  using file = await makeUse(root).catch((error) => {
    throw explainStoreFault(root, error);
  });
  return await file.tryLock(true) ? await run() : undefined;
}

async function makeUse(root: string): Promise<Deno.FsFile> {
  const path = useFile(root);
  await Deno.mkdir(dirname(path), { recursive: true });
  return await Deno.open(path, { write: true, create: true });
}

/** The file that tells of use; undefined where there cannot be one. */
async function openUse(root: string): Promise<Deno.FsFile | undefined> {
  try {
    return await makeUse(root);
  } catch {
    // The disk may be read-only, and the cache be that of others.
    return await Deno.open(useFile(root)).catch(() => undefined);
  }
}
