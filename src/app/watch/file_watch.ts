import { dirname } from "node:path";
import { sha256 } from "../../base/codec/sha256.ts";
import { unwatchable } from "../../base/errors/watch.ts";

/** An editor is done when it has been quiet for so long. */
const QUIET_MS = 120;

/** A folder that is never quiet is looked at so often all the same. */
const LONGEST_MS = 1000;

/** The hash of a file's content; nothing where there is no such file. */
async function contentOf(path: string): Promise<string | undefined> {
  try {
    return sha256(await Deno.readFile(path));
  } catch {
    // Deleted, or a folder stands there: it may come back.
    return undefined;
  }
}

/** The folder of a file, or the nearest one above it that is there. */
async function standing(folder: string): Promise<string> {
  const stat = await Deno.stat(folder).catch(() => undefined);
  const above = dirname(folder);
  if (stat?.isDirectory || above === folder) return folder;
  return await standing(above);
}

/** Folders to listen in: of files, and of what links among them lead to. */
async function foldersOf(files: Iterable<string>): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const file of files) {
    folders.add(await standing(dirname(file)));
    const real = await Deno.realPath(file).catch(() => file);
    folders.add(await standing(dirname(real)));
  }
  return [...folders].sort();
}

/** Tells one folder from another that takes its place. */
async function identityOf(folder: string): Promise<string> {
  const stat = await Deno.stat(folder).catch(() => undefined);
  return `${folder} ${stat?.ino ?? ""}`;
}

/**
 * Tells when the content of files changes. It listens in their folders, as
 * editors replace a file rather than write it, and compares contents: to touch
 * a file is to change nothing. Files may go and come back, and folders too.
 */
export class FileWatch implements Disposable {
  #files: ReadonlySet<string> = new Set();
  /** How each file was when it was last looked at. */
  readonly #known = new Map<string, string | undefined>();
  readonly #onChange: (files: readonly string[]) => void;
  readonly #onFault: (error: unknown) => void;
  readonly #stateOf: (path: string) => Promise<string | undefined>;
  #watcher: Deno.FsWatcher | undefined;
  #listening: Promise<void> = Promise.resolve();
  /** Ends with the watcher. */
  #hearing: Promise<void> = Promise.resolve();
  #aim = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the first of the events came that were not looked at yet. */
  #since: number | undefined;
  /** One look after the other. */
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * @param onChange gets the files whose content changed, came or went
   * @param onFault gets the error when the system does not let it listen
   * @param stateOf what a change is told from; the content unless told
   */
  constructor(
    { onChange, onFault, stateOf = contentOf }: {
      readonly onChange: (files: readonly string[]) => void;
      readonly onFault: (error: unknown) => void;
      readonly stateOf?: (path: string) => Promise<string | undefined>;
    },
  ) {
    this.#stateOf = stateOf;
    this.#onChange = onChange;
    this.#onFault = onFault;
  }

  /**
   * Watches these files from now on, and no others. What they hold at this
   * moment is what later changes are told from; of files that were watched
   * before, it is what was seen last.
   */
  async watch(files: readonly string[]): Promise<void> {
    this.#files = new Set(files);
    for (const file of this.#known.keys()) {
      if (!this.#files.has(file)) this.#known.delete(file);
    }
    // It listens before it reads: no change falls between the two.
    await this.#listen();
    for (const file of this.#files) {
      if (!this.#known.has(file)) {
        this.#known.set(file, await this.#stateOf(file));
      }
    }
  }

  /** Listens in the folders as they are now; one time after the other. */
  #listen(): Promise<void> {
    return this.#listening = this.#listening.then(() => this.#listenAnew());
  }

  async #listenAnew(): Promise<void> {
    const folders = await foldersOf(this.#files);
    const aim = (await Promise.all(folders.map(identityOf))).join("\n");
    if (this.#closed || aim === this.#aim) return;
    this.#unlisten();
    // Deno hears nothing of a folder that took the place of another as long as
    // somebody listens to that one.
    await this.#hearing;
    if (this.#closed) return;
    this.#aim = aim;
    try {
      this.#watcher = Deno.watchFs([...folders], { recursive: false });
    } catch (error) {
      this.#aim = "";
      // A folder that went meanwhile: its parent tells, or the next look.
      if (error instanceof Deno.errors.NotFound) return this.#soon();
      const why = error instanceof Error ? error.message : String(error);
      return this.#onFault(unwatchable(why, error));
    }
    this.#hearing = this.#hear(this.#watcher);
    // Between the two watchers something may have changed.
    this.#soon();
  }

  #unlisten(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  async #hear(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind } of watcher) {
      // To read a file, as we do, is no change.
      if (kind !== "access") this.#soon();
    }
  }

  #soon(): void {
    if (this.#closed) return;
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    const left = this.#since + LONGEST_MS - now;
    this.#timer = setTimeout(() => {
      this.#since = undefined;
      this.#looking = this.#looking.then(() => this.#look());
    }, Math.max(0, Math.min(QUIET_MS, left)));
  }

  async #look(): Promise<void> {
    await this.#listen();
    const changed: string[] = [];
    for (const [file, before] of this.#known) {
      const now = await this.#stateOf(file);
      if (now === before || !this.#known.has(file)) continue;
      this.#known.set(file, now);
      changed.push(file);
    }
    if (changed.length > 0 && !this.#closed) this.#onChange(changed);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unlisten();
  }
}
