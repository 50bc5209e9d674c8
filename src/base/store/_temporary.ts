import { join } from "node:path";
import { temporaryFolder } from "./_layout.ts";
import { unlessAbsent } from "./unless_absent.ts";

const HELD = ".held";
const QUARANTINE = "quarantine-";

/** Makes names that are new to this process. */
let count = 0;

/**
 * Runs with a new folder, on the file system of the cache, that is gone after.
 *
 *     tmp/3f2a-71-x8.held    locked as long as its owner lives
 *     tmp/3f2a-71-x8/        what it writes, until it is renamed away
 *
 * The kernel frees the lock of an owner that dies, and `sweepTemporary()`
 * removes what has no owner: no process number to misread, no age to guess.
 */
export async function withTemporary<Result>(
  root: string,
  label: string,
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const { held, file } = await hold(root, label);
  const folder = file.slice(0, -HELD.length);
  try {
    // A sweep that was killed may have left the folder of an earlier owner.
    await removeQuietly(folder);
    await Deno.mkdir(folder);
    return await run(folder);
  } finally {
    await removeQuietly(folder);
    await removeQuietly(file);
    held.close();
  }
}

/** A new file, locked. */
async function hold(
  root: string,
  label: string,
): Promise<{ held: Deno.FsFile; file: string }> {
  while (true) {
    const name = `${label.slice(0, 10)}-${Deno.pid}-${count++}${HELD}`;
    const file = join(temporaryFolder(root), name);
    const held = await openNew(file);
    if (held === undefined) continue;
    // A sweep may come between making and locking, and take it for an orphan.
    if (await held.tryLock(true) && await isThere(file)) return { held, file };
    held.close();
  }
}

/** Removes what dead processes and broken entries left. */
export async function sweepTemporary(root: string): Promise<void> {
  const folder = temporaryFolder(root);
  for await (const { name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (name.startsWith(QUARANTINE)) await removeQuietly(path);
    if (!name.endsWith(HELD)) continue;
    await sweepHeld(path);
  }
}

async function sweepHeld(path: string): Promise<void> {
  try {
    using held = await Deno.open(path, { read: true, write: true });
    if (!await held.tryLock(true)) return;
    await removeQuietly(path.slice(0, -HELD.length));
    await removeQuietly(path);
  } catch {
    // Gone by now, or on a read-only disk: nothing that the store needs.
  }
}

/** Moves a folder of the cache out of the way, in one step. */
export async function quarantine(root: string, folder: string): Promise<void> {
  while (true) {
    const name = `${QUARANTINE}${Deno.pid}-${count++}`;
    try {
      return await Deno.rename(folder, join(temporaryFolder(root), name));
    } catch (error) {
      // Another process was first.
      if (error instanceof Deno.errors.NotFound) return;
      if (!isTaken(error)) throw error;
    }
  }
}

/** Whether a rename failed as a folder that holds something cannot be replaced. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "ENOTEMPTY" || error.code === "EEXIST");
}

async function openNew(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path, { write: true, createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await unlessAbsent(Deno.stat(path)) !== undefined;
}

/** What cannot be removed now is removed by a later sweep. */
async function removeQuietly(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch {
    // Gone already, or on a disk that is full or read-only.
  }
}
