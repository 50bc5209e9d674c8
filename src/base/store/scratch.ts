import { noScratch } from "../errors/store.ts";
import { temporaryFolder } from "./_layout.ts";
import { withTemporary } from "./_temporary.ts";
import { userCacheRoot } from "./root.ts";

/** A file that is written anew and again: that takes a tenth of a new one. */
interface ScratchFile {
  readonly path: string;
  readonly file: Deno.FsFile;
}

/** A folder of this process, as long as somebody uses it. */
interface Scratch {
  users: number;
  readonly folder: Promise<string>;
  /** All files, and those of them that nobody uses. */
  readonly files: ScratchFile[];
  readonly free: ScratchFile[];
  /** Lets it go. */
  end(): Promise<void>;
}

let current: Scratch | undefined;

function begin(): Scratch {
  const opened = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<void>();
  const files: ScratchFile[] = [];
  const root = userCacheRoot();
  const live = async () => {
    await Deno.mkdir(temporaryFolder(root), { recursive: true });
    await withTemporary(root, "scratch", async (folder) => {
      opened.resolve(folder);
      await ended.promise;
      for (const { file } of files) file.close();
    });
  };
  const over = live().catch((cause) =>
    opened.reject(noScratch(temporaryFolder(root), cause))
  );
  return {
    users: 0,
    folder: opened.promise,
    files,
    free: [],
    end: () => {
      ended.resolve();
      return over;
    },
  };
}

function newFile({ files }: Scratch, folder: string): ScratchFile {
  const path = `${folder}/${files.length}`;
  const options = { write: true, createNew: true, mode: 0o600 };
  const made = { path, file: Deno.openSync(path, options) };
  files.push(made);
  return made;
}

/** At once: it takes a fraction of a millisecond, and several in turns. */
function rewrite({ file }: ScratchFile, bytes: Uint8Array): void {
  file.seekSync(0, Deno.SeekMode.Start);
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  file.truncateSync(bytes.length);
}

/**
 * Runs with a file of some bytes, for libraries that take no bytes but a path.
 * It lies in the user's cache, where whoever computes may write, and is gone
 * when nobody needs another; what is left of a process that is killed goes with
 * the next sweep.
 *
 * @throws {PipelineError} If it cannot be written.
 */
export async function withScratchFile<Result>(
  bytes: Uint8Array,
  run: (path: string) => Promise<Result>,
): Promise<Result> {
  const scratch = current ??= begin();
  scratch.users++;
  try {
    const folder = await scratch.folder;
    let made: ScratchFile;
    try {
      made = scratch.free.pop() ?? newFile(scratch, folder);
      rewrite(made, bytes);
    } catch (cause) {
      throw noScratch(folder, cause);
    }
    try {
      return await run(made.path);
    } finally {
      scratch.free.push(made);
    }
  } finally {
    if (--scratch.users === 0) {
      current = undefined;
      await scratch.end();
    }
  }
}
