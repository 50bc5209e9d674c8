import { dirname, join } from "node:path";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { lockFault } from "../../base/errors/lock.ts";
import { changeFile } from "../../base/store/change_file.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { callerFolder, isInstalled, leatRoot, projectRoot } from "../paths.ts";
import { EMPTY_LOCK, type Lock, lockText, parseLock } from "./lock.ts";

/**
 * The lock of the pipelines of a folder, by the path of one of them. That of a
 * pipeline from an address lies where the command was given. An installed
 * package stays as it is: what is locked of the pipelines that come with it is
 * the project's.
 */
export function lockPath(pipelineFile: string): string {
  return join(folderOf(pipelineFile), "leat.lock");
}

function folderOf(pipelineFile: string): string {
  if (isWebAddress(pipelineFile)) return callerFolder();
  const folder = dirname(pipelineFile);
  const ofLeat = isInstalled && folder === join(leatRoot, "pipelines");
  return ofLeat ? projectRoot() : folder;
}

/**
 * Reads a lock; one that is not there has nothing in it.
 *
 * @throws {PipelineError} when it is damaged or of another format: to pass it
 * over would be to trust anything
 */
export async function readLock(path: string): Promise<Lock> {
  let text: string | undefined;
  try {
    text = await unlessAbsent(Deno.readTextFile(path));
  } catch (error) {
    throw lockFault("read", path, error);
  }
  return text === undefined ? EMPTY_LOCK : parseLock(text, path);
}

/**
 * Changes a lock in one step, alone: of processes that add to it at the same
 * time none loses what another added. A lock that stays the same is not written.
 *
 * @param change what it throws leaves the lock as it was
 * @returns whether it was written
 * @throws {PipelineError} when it cannot be read, or not be written
 *
 * @example
 * ```ts
 * import { changeLock, lockPath, readLock } from "./lock_file.ts";
 * import { withPins } from "./pins.ts";
 * import { sha256 } from "../../base/codec/sha256.ts";
 * import assert from "node:assert/strict";
 *
 * const path = lockPath(`${await Deno.makeTempDir()}/pets.ts`);
 * const url = "https://example.com/pets.tgz";
 * const pin = { sha256: sha256("bytes"), size: 5 };
 * await changeLock(path, (lock) => withPins(lock, { datasets: { [url]: pin } }));
 *
 * assert.deepEqual((await readLock(path)).datasets[url], pin);
 * ```
 */
export async function changeLock(
  path: string,
  change: (lock: Lock) => Lock,
): Promise<boolean> {
  try {
    return await changeFile(path, (text) => {
      const before = parseLock(text, path);
      const after = change(before);
      // A lock that a person arranged otherwise is left so.
      return lockText(after) === lockText(before) ? text : lockText(after);
    });
  } catch (error) {
    throw lockFault("write", path, error);
  }
}
