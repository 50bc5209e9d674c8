import type { TarHeader } from "modern-tar";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import {
  damagedArchive,
  hugeArchive,
  notAnArchive,
  unsafeArchive,
} from "../errors/archive.ts";
import { PipelineError } from "../errors/pipeline_error.ts";
import { explainStoreFault } from "../errors/store.ts";

const TAR_BLOCK = 512;

export interface UnpackOptions {
  /** How many files and folders it may hold: a million by default. */
  readonly maximumFiles?: number;
  /** How many bytes it may hold, unpacked: 200 GB by default. */
  readonly maximumBytes?: number;
}

/**
 * Unpacks a tar or tar.gz archive into a new folder.
 *
 * It is unpacked beside the folder and then renamed, so that there is all of it
 * or nothing. Files and folders alone are unpacked, and none outside of the
 * folder: a link, a device, an absolute path or a `..` is an error. Owners,
 * permissions and dates are not kept.
 *
 * @param archive The path of the archive. Its first bytes say what it is.
 * @param folder Where to unpack it to. It must not hold anything.
 * @throws {PipelineError} If it is no archive, damaged, unsafe or too large, or
 * the disk is full.
 */
export async function unpack(
  archive: string,
  folder: string,
  { maximumFiles = 1e6, maximumBytes = 2e11 }: UnpackOptions = {},
): Promise<void> {
  const name = basename(archive);
  const isCompressed = await isGzip(archive, name);
  const temporary = `${folder}.${Deno.pid}.unpacking`;
  try {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    await Deno.mkdir(temporary);
    // Loaded here, so that planning needs no package to unpack with.
    const { unpackTar } = await import("modern-tar/fs");
    let files = 0;
    const writer = unpackTar(temporary, {
      dmode: 0o755,
      fmode: 0o644,
      maxDepth: 64,
      strict: true,
      filter(header) {
        if (++files > maximumFiles) {
          throw hugeArchive(name, maximumFiles, "files");
        }
        checkHeader(name, header);
        return true;
      },
    });
    const source = createReadStream(archive);
    const counter = limited(name, maximumBytes);
    if (isCompressed) {
      await pipeline(source, createGunzip(), counter, writer);
    } else await pipeline(source, counter, writer);
    await Deno.rename(temporary, folder);
  } catch (error) {
    throw explainStoreFault(folder, explain(name, error));
  } finally {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
  }
}

/** @throws {PipelineError} If it is neither gzip nor tar. */
async function isGzip(archive: string, name: string): Promise<boolean> {
  using file = await Deno.open(archive);
  const start = new Uint8Array(TAR_BLOCK);
  const count = await file.read(start) ?? 0;
  if (start[0] === 0x1f && start[1] === 0x8b) return true;
  const magic = new TextDecoder().decode(start.subarray(257, 262));
  if (count === TAR_BLOCK && magic === "ustar") return false;
  throw notAnArchive(name);
}

function checkHeader(archive: string, { name, type }: TarHeader): void {
  if (type !== "file" && type !== "directory") {
    throw unsafeArchive(archive, name, `is a ${type ?? "thing unknown"}`);
  }
  const parts = name.split("/");
  if (parts[0] === "" || /^[A-Za-z]:/.test(name) || parts.includes("..")) {
    throw unsafeArchive(archive, name, "leads out of its folder");
  }
  if (/[\\\0]/.test(name)) {
    throw unsafeArchive(
      archive,
      name,
      "has a name that not every system takes",
    );
  }
}

/** Passes bytes on, up to a limit. */
function limited(archive: string, limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(hugeArchive(archive, limit, "bytes"));
      else done(null, chunk);
    },
  });
}

/** What the operating system says is kept; the rest is about the archive. */
function explain(name: string, error: unknown): unknown {
  if (error instanceof PipelineError) return error;
  const code = error instanceof Error && "code" in error
    ? String(error.code)
    : "";
  return /^E[A-Z]+$/.test(code) ? error : damagedArchive(name, error);
}
