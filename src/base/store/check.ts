import { hashOf } from "../codec/sha256.ts";
import { Entry, verify } from "./entry.ts";
import { listFiles } from "./files.ts";
import { readMeta } from "./_find.ts";
import { META } from "./_layout.ts";
import { changedInPartial } from "./_partial.ts";
import { unlessAbsent } from "./unless_absent.ts";

/**
 * Reads all of an entry and holds it against what was published.
 *
 * @param apart files that its output hash may leave out, as for `publish()`
 * @returns what is the matter with it, in words; nothing where it is whole
 */
export async function checkEntry(
  folder: string,
  apart: readonly string[] = [],
): Promise<readonly string[]> {
  const stat = await unlessAbsent(Deno.stat(folder));
  const meta = stat?.isDirectory ? await readMeta(folder) : undefined;
  if (meta === undefined) return [`"${META}" is missing or broken`];
  let there: readonly string[];
  try {
    // Others may remove it at this moment.
    there = await unlessAbsent(listFiles(folder)) ?? [];
  } catch (error) {
    if (error instanceof RangeError) return [error.message];
    throw error;
  }
  const { files, outHash } = meta;
  const changed = await verify(new Entry(folder, meta));
  const known = new Set([META, ...files.map(({ path }) => path)]);
  const told = [
    ...changed.map((path) =>
      `"${path}" ${there.includes(path) ? "has changed" : "is missing"}`
    ),
    ...there.filter((path) => !known.has(path))
      .map((path) => `"${path}" does not belong there`),
  ];
  const inner = files.filter(({ path }) => !apart.includes(path));
  if (![hashOf(files), hashOf(inner)].includes(outHash)) {
    told.push(`"${META}" has changed`);
  }
  return told;
}

/** The same for the unfinished state of a key. */
export async function checkPartial(
  root: string,
  key: string,
): Promise<readonly string[]> {
  const changed = await changedInPartial(root, key);
  return changed.map((path) => `"${path}" has changed`);
}
