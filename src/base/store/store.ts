import { join } from "node:path";
import { explainStoreFault, unknownLayout } from "../errors/store.ts";
import type { Entry } from "./entry.ts";
import { writeSynced } from "./files.ts";
import { findEntry } from "./_find.ts";
import {
  entryFolder,
  LAYOUT,
  temporaryFolder,
  versionFile,
} from "./_layout.ts";
import { withLock } from "./_lock.ts";
import { dropPartial, readPartial, writePartial } from "./_partial.ts";
import { type About, publishEntry } from "./_publish.ts";
import { quarantine, sweepTemporary, withTemporary } from "./_temporary.ts";
import { unlessAbsent } from "./unless_absent.ts";

export type { About } from "./_publish.ts";
export { Entry, verify } from "./entry.ts";
export type { EntryMeta } from "../codec/entry_meta.ts";

/**
 * A folder of results that never change, each under the hash of its recipe.
 *
 *     VERSION              the layout, an integer
 *     n/<kk>/<key>/        an entry: meta.json and its files
 *     partial/<key>/       the state of an unfinished epoch
 *     locks/<name>         empty files that the kernel locks
 *     tmp/                 being written
 *
 * Any number of processes may use one store. A process that is killed leaves
 * no half of an entry, and no lock.
 */
export class Store {
  readonly root: string;

  /** Use `openStore()`, which sees to the folders. */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * The entry of a key. One whose files are missing or have another size counts
   * as none, and is moved out of the way.
   */
  find(key: string): Promise<Entry | undefined> {
    return findEntry(this.root, key);
  }

  /**
   * Makes the entry of a key. `write` fills a folder, which then becomes the
   * entry in one step; if it throws, nothing is published. If another process
   * publishes the same key first, its entry is given. What `writePartial()`
   * kept for the key is dropped.
   *
   * @throws {PipelineError} If the disk is full, read-only or not permitted.
   * @throws {TypeError} If `about` is not in order.
   */
  publish(
    key: string,
    about: About,
    write: (folder: string) => Promise<void>,
  ): Promise<Entry> {
    return this.#explain(async () => {
      const entry = await publishEntry(this.root, key, about, write);
      await dropPartial(this.root, key);
      return entry;
    });
  }

  /** Removes an entry, if it is there. */
  remove(key: string): Promise<void> {
    const folder = entryFolder(this.root, key);
    return this.#explain(async () => {
      await quarantine(this.root, folder);
      await sweepTemporary(this.root);
    });
  }

  /**
   * Runs while this process alone holds the lock of a key, or another name.
   *
   * @param onWait Called once if another process holds it.
   */
  withLock<Result>(
    name: string,
    onWait: (() => void) | undefined,
    run: () => Promise<Result>,
  ): Promise<Result> {
    return withLock(this.root, name, onWait, run);
  }

  /**
   * Runs with a new folder on the disk of the store, which is gone after; what
   * is wanted of it is renamed away.
   */
  withTemporary<Result>(
    label: string,
    run: (folder: string) => Promise<Result>,
  ): Promise<Result> {
    return this.#explain(() => withTemporary(this.root, label, run));
  }

  /**
   * Keeps the unfinished state of a key, in place of what was kept before.
   * Killed at any moment, one of the two is whole. Hold the lock of the key.
   */
  writePartial(
    key: string,
    files: ReadonlyMap<string, Uint8Array>,
  ): Promise<void> {
    return this.#explain(() => writePartial(this.root, key, files));
  }

  /** The files last given to `writePartial()`, checked by their hashes. */
  readPartial(
    key: string,
  ): Promise<Map<string, Uint8Array<ArrayBuffer>> | undefined> {
    return readPartial(this.root, key);
  }

  dropPartial(key: string): Promise<void> {
    return this.#explain(() => dropPartial(this.root, key));
  }

  async #explain<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      throw explainStoreFault(this.root, error);
    }
  }
}

/**
 * Opens the store in a folder, and makes it if need be.
 *
 * @param root The folder; `defaultCacheRoot()` chooses one.
 * @throws {PipelineError} If it was made by a version with another layout, or
 * cannot be made.
 *
 * @example
 * ```ts
 * import { openStore } from "./store.ts";
 * import { hashOf } from "../codec/sha256.ts";
 * import assert from "node:assert/strict";
 *
 * const store = await openStore(await Deno.makeTempDir());
 * const key = hashOf(["greeting", 1]);
 * const about = { kind: "greeting", version: 1, inputs: {} };
 * await store.publish(key, about, (folder) =>
 *   Deno.writeTextFile(`${folder}/words.json`, '"good day"'));
 *
 * const entry = await store.find(key);
 * assert.equal(await entry?.readJson("words.json"), "good day");
 * await Deno.remove(store.root, { recursive: true });
 * ```
 */
export async function openStore(root: string): Promise<Store> {
  try {
    await Deno.mkdir(root, { recursive: true });
    if (!await hasLayout(root)) await writeVersion(root);
    for (const name of ["n", "partial", "locks", "tmp"]) {
      await Deno.mkdir(join(root, name), { recursive: true });
    }
    await sweepTemporary(root);
    return new Store(root);
  } catch (error) {
    throw explainStoreFault(root, error);
  }
}

/**
 * Looks whether a folder may be read as a store, and makes nothing; one that is
 * absent may.
 *
 * @throws {PipelineError} If it is none, or was made by a version with another
 * layout.
 */
export async function checkStore(root: string): Promise<void> {
  try {
    await hasLayout(root);
  } catch (error) {
    throw explainStoreFault(root, error);
  }
}

/** Whether a folder is a store of ours; not yet, where nothing says so. */
async function hasLayout(root: string): Promise<boolean> {
  const text = await unlessAbsent(Deno.readTextFile(versionFile(root)));
  const found = text?.trim();
  if (found === undefined) return false;
  if (found === String(LAYOUT)) return true;
  throw unknownLayout(root, found, LAYOUT);
}

/** By a rename, as another process may read it at this moment. */
async function writeVersion(root: string): Promise<void> {
  await Deno.mkdir(temporaryFolder(root), { recursive: true });
  await withTemporary(root, "version", async (folder) => {
    const file = join(folder, "VERSION");
    await writeSynced(file, `${LAYOUT}\n`);
    await Deno.rename(file, versionFile(root));
  });
}
