import { resolve } from "node:path";
import { notFetched } from "../../base/errors/location.ts";

/** Where the files that a pipeline refers to are on this machine. */
export interface References {
  /** The folder that relative paths start from. */
  readonly base: string;
  /** Local copies of URLs, and files of packages. */
  readonly fetched: Readonly<Record<string, string>>;
}

/** Whether a reference is an address, not a path. */
export function isUrl(reference: string): boolean {
  return /^https?:\/\//i.test(reference);
}

/** What stands before a file of an npm package. */
const PACKAGE = "npm:";

/** The file of an npm package that a reference means, if it is one. */
export function packageReference(reference: string): string | undefined {
  return reference.startsWith(PACKAGE)
    ? reference.slice(PACKAGE.length)
    : undefined;
}

/** Reads a file that a pipeline refers to. */
export async function readReference(
  { base, fetched }: References,
  reference: string,
): Promise<Uint8Array> {
  if (!isUrl(reference) && packageReference(reference) === undefined) {
    return await Deno.readFile(resolve(base, reference));
  }
  const path = fetched[reference];
  if (path === undefined) throw notFetched(reference);
  return await Deno.readFile(path);
}
