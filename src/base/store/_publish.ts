import { dirname, join } from "node:path";
import { canonical } from "../codec/canonical.ts";
import { checkEntryMeta, type EntryMeta } from "../codec/entry_meta.ts";
import { Entry, outputHash } from "./entry.ts";
import { recordFiles, syncPath, writeSynced } from "./files.ts";
import { findEntry } from "./_find.ts";
import { entryFolder, META } from "./_layout.ts";
import { isTaken, withTemporary } from "./_temporary.ts";

const ATTEMPTS = 3;

/** What the maker of an entry says about it. */
export interface About {
  /** What it is: `"decode"`, `"epoch"`. */
  readonly kind: string;
  /** The version of the code that makes it. */
  readonly version: number;
  /** The output hashes of what it is made from, by name. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly params?: EntryMeta["params"];
  /** Where and by what it is made, such as the GPU adapter. */
  readonly provenance?: EntryMeta["provenance"];
  /** How long it took; by default, how long `write` takes. */
  readonly seconds?: number;
  /**
   * Files left out of the output hash: they tell of the run (durations, a
   * log), and two runs with the same result differ in them.
   */
  readonly apart?: readonly string[];
}

/**
 *     write -> hash -> sync -> meta.json -> sync -> rename -> sync
 *
 * Before the rename nothing is published, after it everything is.
 */
export async function publishEntry(
  root: string,
  key: string,
  about: About,
  write: (folder: string) => Promise<void>,
): Promise<Entry> {
  const target = entryFolder(root, key);
  return await withTemporary(root, key, async (folder) => {
    const start = performance.now();
    await write(folder);
    const seconds = (performance.now() - start) / 1000;
    const files = await recordFiles(folder);
    if (files.some(({ path }) => path === META)) {
      throw new TypeError(
        `Cannot publish "${META}" to the cache: the cache keeps this name for itself`,
      );
    }
    const { apart = [], ...recorded } = about;
    const meta = checkEntryMeta({
      seconds,
      provenance: {},
      ...recorded,
      outHash: outputHash(files.filter(({ path }) => !apart.includes(path))),
      files,
    });
    for (const { path } of files) await syncPath(join(folder, path));
    await writeSynced(join(folder, META), canonical(meta));
    await syncFolders(folder, files.map(({ path }) => path));
    return await rename(root, key, folder, new Entry(target, meta));
  });
}

async function syncFolders(
  folder: string,
  paths: readonly string[],
): Promise<void> {
  const inner = new Set([folder]);
  for (const path of paths) {
    let above = dirname(path);
    for (; above !== "."; above = dirname(above)) {
      inner.add(join(folder, above));
    }
  }
  for (const each of inner) await syncPath(each);
}

async function rename(
  root: string,
  key: string,
  folder: string,
  entry: Entry,
): Promise<Entry> {
  const above = dirname(entry.folder);
  await Deno.mkdir(above, { recursive: true });
  for (let attempt = 1;; attempt++) {
    try {
      await Deno.rename(folder, entry.folder);
      await syncPath(above);
      return entry;
    } catch (error) {
      if (!isTaken(error)) throw error;
      // Another process won, and its result is as good. If it is broken, the
      // search moves it away, and the place is free.
      const winner = await findEntry(root, key);
      if (winner !== undefined) return winner;
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
