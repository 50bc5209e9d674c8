import { resolve } from "node:path";
import { notFetched } from "../../base/errors/location.ts";

/** Where the files that a pipeline refers to are on this machine. */
export interface References {
  /** The folder that relative paths start from. */
  readonly base: string;
  /** Local copies of URLs. */
  readonly fetched: Readonly<Record<string, string>>;
}

/** Whether a reference is an address, not a path. */
export function isUrl(reference: string): boolean {
  return /^https?:\/\//i.test(reference);
}

/** Reads a file that a pipeline refers to. */
export async function readReference(
  { base, fetched }: References,
  reference: string,
): Promise<Uint8Array> {
  if (!isUrl(reference)) return await Deno.readFile(resolve(base, reference));
  const path = fetched[reference];
  if (path === undefined) throw notFetched(reference);
  return await Deno.readFile(path);
}
