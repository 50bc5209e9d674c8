import { PipelineError } from "./pipeline_error.ts";

const TRIED = "Cannot write to cache";
const MOVE = "Set LEAT_CACHE to another folder";

/** What the codes of the operating system mean for somebody who reads them. */
const FAULTS: ReadonlyMap<string, readonly [fact: string, remedy: string]> =
  new Map([
    ["ENOSPC", ["the disk is full", `Free some space, or ${lower(MOVE)}`]],
    ["EDQUOT", ["the disk quota is used up", MOVE]],
    ["EROFS", ["the disk is read-only", MOVE]],
    ["EACCES", ["permission is denied", MOVE]],
    ["EPERM", ["permission is denied", MOVE]],
    ["ENOTDIR", ["a file stands where a folder should be", MOVE]],
    ["EEXIST", ["a file stands where a folder should be", MOVE]],
    ["ENOENT", ["a folder of it is missing", MOVE]],
  ]);

/** Faults that only a write can have, so that no path need be in the message. */
const WRITE_FAULTS: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

/**
 * What to throw for an error that came up while writing to the cache: one that
 * names the folder and the remedy, where the disk is at fault; else the same.
 */
export function explainStoreFault(root: string, error: unknown): unknown {
  if (isOfFolder(root, error)) return explainStoreFault(root, error.cause);
  if (!(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  const fault = FAULTS.get(code);
  if (fault === undefined) return error;
  // A file read from elsewhere may be at fault as well.
  if (!WRITE_FAULTS.has(code) && !error.message.includes(root)) return error;
  const [fact, remedy] = fault;
  return new PipelineError(`${TRIED} "${root}": ${fact}`, {
    item: root,
    remedy,
    cause: error,
  });
}

/** Whether the same is told already, but of a folder of the cache alone. */
function isOfFolder(root: string, error: unknown): error is PipelineError {
  return error instanceof PipelineError && error.item !== root &&
    error.message.startsWith(TRIED) && !!error.item?.startsWith(root);
}

/** A file that a library is to read by its path could not be written. */
export function noScratch(folder: string, cause: unknown): PipelineError {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  const [fact] = FAULTS.get(String(code)) ??
    [cause instanceof Error ? cause.message : String(cause)];
  return new PipelineError(`${TRIED} "${folder}": ${fact}`, {
    item: folder,
    remedy:
      "Free some space, or set LEAT_CACHE_HOME to a folder that can be written",
    cause,
  });
}

/** Whether what cannot be written to is at fault, and no item of a dataset. */
export function isStoreFault(error: PipelineError): boolean {
  return error.message.startsWith(TRIED);
}

/** The folder was written by another version, whose layout is not known. */
export function unknownLayout(
  root: string,
  found: string,
  known: number,
): PipelineError {
  return new PipelineError(
    `Cannot open cache "${root}": its layout is "${found}", and this version of Leat knows ${known}`,
    { item: root, remedy: `Use the version that made it, or ${lower(MOVE)}` },
  );
}

/** A sweep would remove what a run has found and is about to read. */
export function cacheInUse(root: string): PipelineError {
  return new PipelineError(
    `Cannot remove anything from cache "${root}": a run uses it`,
    { item: root, remedy: "Wait until it is done, or stop it with Ctrl-C" },
  );
}

/** No variable of the environment says where a cache may be. */
export function noCacheRoot(): PipelineError {
  return new PipelineError(
    'Cannot choose a cache folder: neither "LEAT_CACHE" nor "HOME" is set',
    { item: "LEAT_CACHE", remedy: "Set LEAT_CACHE to a folder" },
  );
}

/** A file of an entry was changed or removed behind the store's back. */
export function damagedEntry(
  file: string,
  fact: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError(`Cannot read "${file}" from the cache: ${fact}`, {
    item: file,
    remedy: "Run again: what is missing is made anew",
    cause,
  });
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
