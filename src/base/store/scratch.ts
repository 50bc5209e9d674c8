import { noScratch } from "../errors/store.ts";
import { temporaryFolder } from "./_layout.ts";
import { withTemporary } from "./_temporary.ts";
import { userCacheRoot } from "./root.ts";

/** A folder of this process, as long as somebody uses it. */
interface Scratch {
  users: number;
  readonly folder: Promise<string>;
  /** Lets it go. */
  end(): Promise<void>;
}

let current: Scratch | undefined;

function begin(): Scratch {
  const opened = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<void>();
  const root = userCacheRoot();
  const life = async () => {
    await Deno.mkdir(temporaryFolder(root), { recursive: true });
    await withTemporary(root, "scratch", (folder) => {
      opened.resolve(folder);
      return ended.promise;
    });
  };
  const over = life().catch((cause) =>
    opened.reject(noScratch(temporaryFolder(root), cause))
  );
  return {
    users: 0,
    folder: opened.promise,
    end: () => {
      ended.resolve();
      return over;
    },
  };
}

/** Makes names that are new to this process. */
let count = 0;

/**
 * Runs with a file of some bytes, for libraries that take no bytes but a path.
 * It lies in the user's cache, whoever computes may write there, and is gone
 * after; what a process leaves that is killed goes with the next sweep.
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
    const path = `${folder}/${count++}`;
    try {
      // At once: it takes a fraction of a millisecond, and twice that in turns.
      Deno.writeFileSync(path, bytes, { createNew: true, mode: 0o600 });
    } catch (cause) {
      throw noScratch(folder, cause);
    }
    try {
      return await run(path);
    } finally {
      Deno.removeSync(path);
    }
  } finally {
    if (--scratch.users === 0) {
      current = undefined;
      await scratch.end();
    }
  }
}
