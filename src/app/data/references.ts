import { resolve } from "node:path";
import { notFetched } from "../../base/errors/location.ts";

/** Where the files that a pipeline refers to are on this machine. */
export interface References {
  /** The folder that relative paths start from; without it, none is read. */
  readonly base?: string;
  /** Local copies of what was fetched, by how the pipeline names it. */
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
  const path = Object.hasOwn(fetched, reference)
    ? fetched[reference]
    : undefined;
  if (path !== undefined) return await Deno.readFile(path);
  if (base === undefined || isUrl(reference)) throw notFetched(reference);
  return await Deno.readFile(resolve(base, reference));
}
