import { unlessAbsent } from "./unless_absent.ts";

/** A use is written down this often, in milliseconds. */
const EVERY = 30 * 60_000;

/**
 * Writes down that a folder or file of a cache is used now, as its date: what
 * is used least is swept first. Where nothing may be written, nothing is.
 *
 * @param modified its date, if it is known
 */
export async function touch(
  path: string,
  modified?: Date | null,
): Promise<void> {
  try {
    const last = modified ?? (await Deno.stat(path)).mtime;
    const now = new Date();
    // One that is of the future, by a clock that was wrong, is mended.
    if (last && Math.abs(now.getTime() - last.getTime()) < EVERY) return;
    await unlessAbsent(Deno.utime(path, now, now));
  } catch {
    // Not ours, or on a read-only disk: then it is not swept by us either.
  }
}
