import { dirname, join } from "node:path";
import { canonical } from "../codec/canonical.ts";
import {
  type DatasetManifest,
  parseDatasetManifest,
} from "../codec/dataset_manifest.ts";
import type { Downloaded } from "./download.ts";
import { recordFiles, syncPath, writeSynced } from "./files.ts";
import { quarantine, withTemporary } from "./_temporary.ts";
import { touch } from "./touch.ts";
import { unlessAbsent } from "./unless_absent.ts";
import { unpack } from "./unpack.ts";

const MANIFEST = "manifest.json";
const FILES = "files";
const ARCHIVE = /\.(tar|tgz|tar\.gz)$/i;

/** Where a data set with this checksum is, if it is here. */
export function datasetFolder(
  root: string,
  name: string,
  sha256: string,
): string {
  return join(root, "datasets", `${name}-${sha256.slice(0, 10)}`);
}

/** The data set of a checksum, if it is here and whole. */
export async function findDataset(
  root: string,
  name: string,
  sha256: string,
): Promise<DatasetManifest | undefined> {
  const folder = datasetFolder(root, name, sha256);
  const manifest = await readManifest(join(folder, MANIFEST));
  if (manifest?.sha256 === sha256 && isWhole(join(folder, FILES), manifest)) {
    await touch(folder);
    return manifest;
  }
  return undefined;
}

/** Unpacks what was downloaded, and lets it appear in one step. */
export async function publishDataset(
  root: string,
  about: { readonly name: string; readonly url: string },
  fileName: string,
  { path, size, sha256 }: Downloaded,
): Promise<DatasetManifest> {
  const { name, url } = about;
  return await withTemporary(root, name, async (temporary) => {
    const inner = join(temporary, FILES);
    if (ARCHIVE.test(fileName)) await unpack(path, inner);
    else {
      await Deno.mkdir(inner);
      await Deno.copyFile(path, join(inner, fileName));
    }
    const files = await recordFiles(inner);
    const manifest = { name, url, sha256, size, files };
    await writeSynced(join(temporary, MANIFEST), canonical(manifest));
    await syncPath(temporary);
    const folder = datasetFolder(root, name, sha256);
    // Who holds the lock of the name is alone: what is there is broken.
    await quarantine(root, folder);
    await Deno.mkdir(dirname(folder), { recursive: true });
    await Deno.rename(temporary, folder);
    await syncPath(dirname(folder));
    return manifest;
  });
}

async function readManifest(
  path: string,
): Promise<DatasetManifest | undefined> {
  const text = await unlessAbsent(Deno.readTextFile(path));
  return text === undefined ? undefined : parseDatasetManifest(text);
}

function isWhole(folder: string, { files }: DatasetManifest): boolean {
  try {
    // At once: thousands of small waits take ten times as long.
    return files.every(({ path, size }) =>
      Deno.statSync(join(folder, path)).size === size
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
