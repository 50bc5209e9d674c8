import { join } from "node:path";
import { canonical } from "../codec/canonical.ts";
import { parseStringMap } from "../codec/string_map.ts";
import { sha256, sha256File } from "../codec/sha256.ts";
import { syncPath, writeSynced } from "./files.ts";
import { META, partialFolder } from "./_layout.ts";
import { withTemporary } from "./_temporary.ts";
import { unlessAbsent } from "./unless_absent.ts";

const FILE_NAME = /^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/;

/**
 * Replaces the unfinished state of a key. A folder cannot be replaced in one
 * step, so that each state has a number, and the highest counts:
 *
 *     partial/<key>/7/      removed once 8 is there
 *     partial/<key>/8/
 */
export async function writePartial(
  root: string,
  key: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const folder = partialFolder(root, key);
  for (const name of files.keys()) {
    if (FILE_NAME.test(name) && name !== META) continue;
    throw new RangeError(`Cannot keep "${name}": it is no plain file name`);
  }
  await withTemporary(root, key, async (temporary) => {
    const hashes: Record<string, string> = {};
    for (const [name, bytes] of files) {
      await writeSynced(join(temporary, name), bytes);
      hashes[name] = sha256(bytes);
    }
    await writeSynced(join(temporary, META), canonical(hashes));
    await syncPath(temporary);
    await Deno.mkdir(folder, { recursive: true });
    const earlier = await numbers(folder);
    const next = String((earlier[0] ?? 0) + 1);
    await Deno.rename(temporary, join(folder, next));
    await syncPath(folder);
    for (const number of earlier) {
      await removeTree(join(folder, String(number)));
    }
  });
}

/** The last unfinished state that is whole, if there is one. */
export async function readPartial(
  root: string,
  key: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>> | undefined> {
  const folder = partialFolder(root, key);
  for (const number of await numbers(folder)) {
    const files = await readWhole(join(folder, String(number)));
    if (files !== undefined) return files;
  }
  return undefined;
}

/**
 * What has changed of the last unfinished state of a key. One that is half
 * removed is not damaged: whoever was at it was killed, and the state is older
 * than what took its place.
 */
export async function changedInPartial(
  root: string,
  key: string,
): Promise<readonly string[]> {
  const folder = partialFolder(root, key);
  const [number] = await numbers(folder);
  if (number === undefined) return [];
  const state = join(folder, String(number));
  const text = await unlessAbsent(Deno.readTextFile(join(state, META)));
  if (text === undefined) return [];
  const changed: string[] = [];
  for (const [name, hash] of parseStringMap(text) ?? [[META, ""]]) {
    const is = await unlessAbsent(sha256File(join(state, name)));
    if (is !== undefined && is !== hash) changed.push(`${number}/${name}`);
  }
  return changed;
}

export async function dropPartial(root: string, key: string): Promise<void> {
  await removeTree(partialFolder(root, key));
}

async function readWhole(
  folder: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>> | undefined> {
  try {
    const hashes = parseStringMap(await Deno.readTextFile(join(folder, META)));
    if (hashes === undefined) return undefined;
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const [name, hash] of hashes) {
      if (!FILE_NAME.test(name)) return undefined;
      const bytes = await Deno.readFile(join(folder, name));
      if (sha256(bytes) !== hash) return undefined;
      files.set(name, bytes);
    }
    return files;
  } catch (error) {
    // Being removed: the state before it is as valid, only older.
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The numbers of the states in a folder, the highest first. */
async function numbers(folder: string): Promise<number[]> {
  try {
    const found: number[] = [];
    for await (const { name } of Deno.readDir(folder)) {
      if (/^\d{1,15}$/.test(name)) found.push(Number(name));
    }
    return found.sort((a, b) => b - a);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function removeTree(folder: string): Promise<void> {
  await unlessAbsent(Deno.remove(folder, { recursive: true }));
}
