/**
 * What a store holds, to be compared before and after.
 *
 * @module
 */
import { join } from "node:path";
import { sha256File } from "../src/base/codec/sha256.ts";
import { parseEntryMeta } from "../src/base/codec/entry_meta.ts";

/** One entry, its files told by their hashes. */
export interface StoredEntry {
  readonly kind: string;
  readonly key: string;
  readonly files: Readonly<Record<string, string>>;
}

/** All files below a folder, by path; none where it is absent. */
export async function filesOf(
  folder: string,
  below = "",
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) {
        Object.assign(files, await filesOf(path, `${below}${name}/`));
      } else files[`${below}${name}`] = await sha256File(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}

/** All entries of the store at a root, sorted by key. */
export async function entriesOf(root: string): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for await (const { name } of Deno.readDir(join(root, "n"))) {
    for await (const { name: key } of Deno.readDir(join(root, "n", name))) {
      const folder = join(root, "n", name, key);
      const meta = parseEntryMeta(
        await Deno.readTextFile(join(folder, "meta.json")),
      );
      const kind = meta?.kind ?? "none";
      entries.push({ kind, key, files: await filesOf(folder) });
    }
  }
  return entries.sort((a, b) => a.key < b.key ? -1 : 1);
}
