import { join } from "node:path";
import type { EntryMeta } from "../codec/entry_meta.ts";
import { readMeta } from "./_find.ts";
import { entriesFolder, isKey, partialsFolder } from "./_layout.ts";
import { unlessAbsent } from "./unless_absent.ts";

/** Something that lies in a cache: a folder or a file. */
export interface Holding {
  readonly path: string;
  /** Of all its files. */
  readonly bytes: number;
  /** When it was last used, or made, in milliseconds since 1970. */
  readonly used: number;
}

/** What is stored under a key. */
export interface StoredHolding extends Holding {
  readonly key: string;
  /** Of an entry: what it says of itself; none where that cannot be read. */
  readonly meta?: EntryMeta;
}

/** What a store holds. */
export interface Survey {
  /** Results, the broken ones too. */
  readonly entries: readonly StoredHolding[];
  /** Unfinished epochs. */
  readonly partials: readonly StoredHolding[];
  /** In the folders of results, and none. */
  readonly strangers: readonly string[];
}

/**
 * Looks at all that a store holds, and changes nothing. What others publish or
 * remove meanwhile is seen or not.
 *
 * @example
 * ```ts
 * import { survey } from "./survey.ts";
 * import assert from "node:assert/strict";
 *
 * const { entries } = await survey("/nowhere");
 * assert.deepEqual(entries, []);
 * ```
 */
export async function survey(root: string): Promise<Survey> {
  const entries: StoredHolding[] = [];
  const partials: StoredHolding[] = [];
  const strangers: string[] = [];
  const shards = entriesFolder(root);
  for (const shard of await namesIn(shards)) {
    for (const key of await namesIn(join(shards, shard))) {
      const path = join(shards, shard, key);
      const held = await holdingAt(path);
      if (held === undefined) continue;
      if (!isKey(key) || !key.startsWith(shard)) strangers.push(path);
      else {
        // It may be removed meanwhile, or be a file.
        const meta = await readMeta(path).catch(() => undefined);
        entries.push({ key, ...held, ...meta ? { meta } : {} });
      }
    }
  }
  for (const key of await namesIn(partialsFolder(root))) {
    const path = join(partialsFolder(root), key);
    const held = await holdingAt(path);
    if (held === undefined) continue;
    if (isKey(key)) partials.push({ key, ...held });
    else strangers.push(path);
  }
  return { entries, partials, strangers };
}

/** What lies at a path; undefined where nothing does. Links are not followed. */
export async function holdingAt(path: string): Promise<Holding | undefined> {
  const stat = await unlessAbsent(Deno.lstat(path));
  if (stat === undefined) return undefined;
  const used = stat.mtime?.getTime() ?? 0;
  const bytes = stat.isDirectory ? await bytesBelow(path) : stat.size;
  return { path, bytes, used };
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    bytes += (await holdingAt(join(folder, name)))?.bytes ?? 0;
  }
  return bytes;
}

/** The names of the folders in a folder, sorted. */
export async function foldersIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const name of await namesIn(folder)) {
    const stat = await unlessAbsent(Deno.lstat(join(folder, name)));
    if (stat?.isDirectory) names.push(name);
  }
  return names;
}

/** The names in a folder, sorted; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return [];
    throw error;
  }
  return names.sort();
}
