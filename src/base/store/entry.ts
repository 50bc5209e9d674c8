import { basename, join } from "node:path";
import type { EntryMeta } from "../codec/entry_meta.ts";
import type { FileRecord } from "../codec/file_record.ts";
import { hashOf, sha256File } from "../codec/sha256.ts";
import { damagedEntry } from "../errors/store.ts";
import { unlessAbsent } from "./unless_absent.ts";

/** The hash of what files a result has: what is made from it sees this. */
export function outputHash(files: readonly FileRecord[]): string {
  return hashOf(files);
}

/** One published result: a folder that never changes. */
export class Entry {
  readonly folder: string;
  readonly meta: EntryMeta;

  constructor(folder: string, meta: EntryMeta) {
    this.folder = folder;
    this.meta = meta;
  }

  /** The key it was published under. */
  get key(): string {
    return basename(this.folder);
  }

  /**
   * Where one of its files is.
   *
   * @throws {RangeError} If it has no such file.
   */
  path(file: string): string {
    if (this.meta.files.some(({ path }) => path === file)) {
      return join(this.folder, file);
    }
    const names = this.meta.files.map(({ path }) => `"${path}"`).join(", ");
    throw new RangeError(
      `Cannot find "${file}" in a cached ${this.meta.kind}: it has ${
        names || "no files"
      }`,
    );
  }

  /** The bytes of one of its files. @throws {PipelineError} If it is gone. */
  async readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
    const path = this.path(file);
    try {
      return await Deno.readFile(path);
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotFound)) throw cause;
      throw damagedEntry(path, "it was removed", cause);
    }
  }

  /** The value in one of its JSON files. @throws {PipelineError} If it is none. */
  async readJson(file: string): Promise<unknown> {
    const text = new TextDecoder().decode(await this.readBytes(file));
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw damagedEntry(this.path(file), "it is not JSON", cause);
    }
  }
}

/** Hashes the files of an entry: those that are not what was published. */
export async function verify(entry: Entry): Promise<string[]> {
  const changed: string[] = [];
  for (const { path, sha256 } of entry.meta.files) {
    const hash = await unlessAbsent(sha256File(join(entry.folder, path)));
    if (hash !== sha256) changed.push(path);
  }
  return changed;
}
