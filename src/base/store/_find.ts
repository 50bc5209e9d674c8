import { join } from "node:path";
import { type EntryMeta, parseEntryMeta } from "../codec/entry_meta.ts";
import { Entry } from "./entry.ts";
import { entryFolder, META } from "./_layout.ts";
import { quarantine } from "./_temporary.ts";
import { unlessAbsent } from "./unless_absent.ts";

/** The entry of a key, if it is there and whole; what is broken is moved away. */
export async function findEntry(
  root: string,
  key: string,
): Promise<Entry | undefined> {
  const folder = entryFolder(root, key);
  // First, as what is published between this and the rest is seen whole.
  if (await sizeOf(folder) === undefined) return undefined;
  const meta = await readMeta(join(folder, META));
  if (meta !== undefined && await isWhole(folder, meta)) {
    return new Entry(folder, meta);
  }
  try {
    await quarantine(root, folder);
  } catch {
    // On a read-only disk it stays, and stays a miss.
  }
  return undefined;
}

async function readMeta(path: string): Promise<EntryMeta | undefined> {
  const text = await unlessAbsent(Deno.readTextFile(path));
  return text === undefined ? undefined : parseEntryMeta(text);
}

async function isWhole(folder: string, meta: EntryMeta): Promise<boolean> {
  for (const { path, size } of meta.files) {
    if (await sizeOf(join(folder, path)) !== size) return false;
  }
  return true;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await unlessAbsent(Deno.stat(path)))?.size;
}
