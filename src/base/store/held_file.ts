import { lockedFile } from "./_lock.ts";
import { unlessAbsent } from "./unless_absent.ts";

/**
 * Makes an empty file that tells others that this process is alive: it is
 * locked until it is let go, and the kernel lets go of what a dead process held.
 *
 * @example
 * ```ts
 * import { holdFile, isHeld } from "./held_file.ts";
 * import assert from "node:assert/strict";
 *
 * const path = `${await Deno.makeTempDir()}/live`;
 * {
 *   using _held = await holdFile(path);
 *   assert.ok(await isHeld(path));
 * }
 * assert.ok(!await isHeld(path));
 * ```
 */
export async function holdFile(path: string): Promise<Disposable> {
  const file = await lockedFile(path);
  return { [Symbol.dispose]: () => file.close() };
}

/** Whether a process that lives holds a file; one that is absent is not held. */
export async function isHeld(path: string): Promise<boolean> {
  using file = await unlessAbsent(Deno.open(path, { read: true }));
  // A shared lock, so that two who ask do not take each other for its owner.
  return file !== undefined && !await file.tryLock(false);
}
