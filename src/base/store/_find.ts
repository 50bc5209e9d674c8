import { join } from "node:path";
import { type EntryMeta, parseEntryMeta } from "../codec/entry_meta.ts";
import { Entry } from "./entry.ts";
import { entryFolder, META } from "./_layout.ts";
import { quarantine } from "./_temporary.ts";
import { touch } from "./touch.ts";
import { unlessAbsent } from "./unless_absent.ts";

/** The entry of a key, if it is there and whole; what is broken is moved away. */
export async function findEntry(
  root: string,
  key: string,
): Promise<Entry | undefined> {
  const folder = entryFolder(root, key);
  // First, as what is published between this and the rest is seen whole.
  const stat = await unlessAbsent(Deno.stat(folder));
  if (stat === undefined) return undefined;
  const meta = stat.isDirectory ? await readMeta(folder) : undefined;
  if (meta !== undefined && await isWhole(folder, meta)) {
    await touch(folder, stat.mtime);
    return new Entry(folder, meta);
  }
  try {
    await quarantine(root, folder);
  } catch {
    // On a read-only disk it stays, and stays a miss.
  }
  return undefined;
}

/** What an entry says of itself, if it can be read. */
export async function readMeta(folder: string): Promise<EntryMeta | undefined> {
  const text = await unlessAbsent(Deno.readTextFile(join(folder, META)));
  return text === undefined ? undefined : parseEntryMeta(text);
}

async function isWhole(folder: string, meta: EntryMeta): Promise<boolean> {
  for (const { path, size } of meta.files) {
    const stat = await unlessAbsent(Deno.stat(join(folder, path)));
    if (stat?.size !== size) return false;
  }
  return true;
}
