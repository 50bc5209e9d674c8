import { join } from "node:path";
import type { FileRecord } from "../codec/file_record.ts";
import { sha256File } from "../codec/sha256.ts";

/**
 * The paths of the files below a folder, sorted by UTF-16 code unit.
 *
 * @throws {RangeError} If there is anything but files and folders, as a link
 * may lead out.
 */
export async function listFiles(folder: string): Promise<string[]> {
  const paths = await walk(folder, "");
  return paths.sort((a, b) => a < b ? -1 : 1);
}

async function walk(folder: string, prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    const path = prefix + name;
    if (isFile) paths.push(path);
    else if (isDirectory) {
      paths.push(...await walk(join(folder, name), `${path}/`));
    } else {
      throw new RangeError(
        `Cannot record "${path}": it is neither a file nor a folder`,
      );
    }
  }
  return paths;
}

/** The bytes of a file, never copied. @throws what the system says */
export async function readBytes(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(path);
}

/** Path, size and hash of each file below a folder, sorted by path. */
export async function recordFiles(folder: string): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for (const path of await listFiles(folder)) {
    const file = join(folder, path);
    const { size } = await Deno.stat(file);
    records.push({ path, size, sha256: await sha256File(file) });
  }
  return records;
}

/** Writes a file and waits until it is on the disk. */
export async function writeSynced(
  path: string,
  content: Uint8Array | string,
): Promise<void> {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  using file = await Deno.open(path, { write: true, createNew: true });
  await writeAll(file, bytes);
  await file.sync();
}

/** One write may take only some of the bytes. */
export async function writeAll(
  file: Deno.FsFile,
  bytes: Uint8Array,
): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += await file.write(bytes.subarray(done));
}

/** Waits until a file, or the names in a folder, are on the disk. */
export async function syncPath(path: string): Promise<void> {
  try {
    using file = await Deno.open(path);
    await file.sync();
  } catch (error) {
    // Windows opens no folders, and keeps their names by itself.
    if (Deno.build.os !== "windows") throw error;
  }
}
