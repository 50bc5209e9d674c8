import { resolve } from "node:path";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { notFetched } from "../../base/errors/location.ts";

/** Where the files that a pipeline refers to are on this machine. */
export interface References {
  /** The folder that relative paths start from; without it, none is read. */
  readonly base?: string;
  /** Local copies of what was fetched, and files of packages, by their names. */
  readonly fetched: Readonly<Record<string, string>>;
}

/** What stands before a file of an npm package. */
const PACKAGE = "npm:";

/** The file of an npm package that a reference means, if it is one. */
export function packageReference(reference: string): string | undefined {
  return reference.startsWith(PACKAGE)
    ? reference.slice(PACKAGE.length)
    : undefined;
}

/** Whether a reference is a path, not an address and not in a package. */
function isPath(reference: string): boolean {
  return !isWebAddress(reference) && packageReference(reference) === undefined;
}

/** Reads a file that a pipeline refers to. */
export async function readReference(
  { base, fetched }: References,
  reference: string,
): Promise<Uint8Array> {
  const path = Object.hasOwn(fetched, reference)
    ? fetched[reference]
    : undefined;
  if (path !== undefined) return await Deno.readFile(path);
  if (base === undefined || !isPath(reference)) throw notFetched(reference);
  return await Deno.readFile(resolve(base, reference));
}
