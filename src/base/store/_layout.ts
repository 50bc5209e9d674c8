import { join } from "node:path";

/** Raised when the folders below change, so that no version misreads another. */
export const LAYOUT = 1;

/** The file of an entry that describes it, written last. */
export const META = "meta.json";

const KEY = /^[0-9a-f]{64}$/;
const LOCK_NAME = /^[0-9a-z][0-9a-z._-]{0,127}$/;

export const versionFile = (root: string) => join(root, "VERSION");
export const locksFolder = (root: string) => join(root, "locks");
/** Locked by who uses the cache; no name of a lock begins so. */
export const useFile = (root: string) => join(locksFolder(root), ".use");
export const entriesFolder = (root: string) => join(root, "n");
export const partialsFolder = (root: string) => join(root, "partial");
export const temporaryFolder = (root: string) => join(root, "tmp");

/** Fanned out, as some file systems are slow on very large folders. */
export function entryFolder(root: string, key: string): string {
  return join(entriesFolder(root), checked(key).slice(0, 2), key);
}

export function partialFolder(root: string, key: string): string {
  return join(partialsFolder(root), checked(key));
}

export function lockFile(root: string, name: string): string {
  if (!LOCK_NAME.test(name)) {
    throw new RangeError(
      `Cannot lock "${name}": a lock is named by lower-case letters, digits and ".", "_", "-"`,
    );
  }
  return join(locksFolder(root), name);
}

/** Whether a name is that of a key: 64 hex digits. */
export function isKey(name: string): boolean {
  return KEY.test(name);
}

function checked(key: string): string {
  if (isKey(key)) return key;
  throw new RangeError(
    `Cannot use "${key}" as a key of the cache: a key is 64 hex digits`,
  );
}
