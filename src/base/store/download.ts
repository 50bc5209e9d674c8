import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sha256File } from "../codec/sha256.ts";
import {
  brokenDownload,
  changedDownload,
  wrongDownload,
} from "../errors/download.ts";
import type { PipelineError } from "../errors/pipeline_error.ts";
import { explainStoreFault } from "../errors/store.ts";
import { fetchPart, type Progress } from "./_fetch_part.ts";
import { lockedFile } from "./_lock.ts";
import { NetworkFault } from "./_network.ts";
import { Part } from "./_part.ts";
import { unlessAbsent } from "./unless_absent.ts";
import type { AdmitUrl } from "./public_hosts.ts";
import { checkedUrl, fileNameOf } from "./_url.ts";

export type { Progress } from "./_fetch_part.ts";

const DELAYS = [500, 2_000, 8_000];
const PATIENCE = 60_000;
const FILE_NAME = /^[0-9A-Za-z_-][0-9A-Za-z._-]{0,199}$/;

export interface DownloadOptions {
  /** By https, or by http from this machine. */
  readonly url: string;
  /** What it must be, in bytes, if it is known. */
  readonly size?: number;
  /** How many bytes it may have at most, where its size is not known. */
  readonly maximum?: number;
  /** Rejects where the address, or one that it leads to, may not be used. */
  readonly admits?: AdmitUrl;
  /** What it must be, as 64 hex digits, if it is known. */
  readonly sha256?: string;
  /** Where `sha256` was remembered, if it is that of the first download. */
  readonly pinnedIn?: string;
  /** Where to put it. It must be there. */
  readonly folder: string;
  /** What to call it; by default, as in the address. */
  readonly name?: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** How long to wait before each further attempt, in milliseconds. */
  readonly delays?: readonly number[];
  /** After how many milliseconds without a byte an attempt has failed. */
  readonly patience?: number;
}

/** A file that is here, whole and checked. */
export interface Downloaded {
  readonly path: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Downloads a file, unless it is there.
 *
 * What breaks off goes on where it stopped, in this run or a later one, if the
 * server marks its versions (`ETag`, `Last-Modified`) and the mark is the same.
 * Until it is whole and checked, it is called `<name>.part`. A second process
 * that wants the same file waits for the first.
 *
 * @throws {PipelineError} If the address or the server refuses, the network
 * fails at each attempt, the disk is full, or size or SHA-256 are not as given;
 * then what came is removed.
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const url = checkedUrl(options.url);
  const name = options.name ?? fileNameOf(url);
  if (!FILE_NAME.test(name)) {
    throw new RangeError(
      `Cannot call a download "${name}": it is no plain file name`,
    );
  }
  const path = join(options.folder, name);
  try {
    using _lock = await lockedFile(`${path}.lock`);
    return await whatIsThere(path, options) ??
      await fetchWhole(url, path, options);
  } catch (error) {
    throw explainStoreFault(options.folder, error);
  }
}

/** What an earlier run or another process fetched, if it is what is wanted. */
export async function whatIsThere(
  path: string,
  { size, sha256 }: Pick<DownloadOptions, "size" | "sha256">,
): Promise<Downloaded | undefined> {
  const found = await unlessAbsent(describe(path));
  if (size !== undefined && size !== found?.size) return undefined;
  if (sha256 !== undefined && sha256 !== found?.sha256) return undefined;
  return found;
}

async function fetchWhole(
  url: URL,
  path: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  const part = new Part(`${path}.part`, url.href);
  await fetchWithPatience(url, part, options);
  const { size, sha256 } = await describe(part.path);
  for (
    const [what, expected, actual] of [
      ["size", options.size, size],
      ["SHA-256", options.sha256, sha256],
    ] as const
  ) {
    if (expected === undefined || expected === actual) continue;
    await part.remove();
    throw wrong(url, options, what, expected, actual);
  }
  await part.finish(path);
  return { path, size, sha256 };
}

function wrong(
  { href }: URL,
  { pinnedIn }: DownloadOptions,
  what: "size" | "SHA-256",
  expected: string | number,
  actual: string | number,
): PipelineError {
  return what === "SHA-256" && pinnedIn !== undefined
    ? changedDownload(href, `${expected}`, `${actual}`, pinnedIn)
    : wrongDownload(href, what, expected, actual);
}

async function fetchWithPatience(
  url: URL,
  part: Part,
  options: DownloadOptions,
): Promise<void> {
  const { signal, delays = DELAYS, patience = PATIENCE } = options;
  const { size, maximum, admits, onProgress } = options;
  let furthest = await part.size();
  let failures = 0;
  while (true) {
    try {
      signal?.throwIfAborted();
      return await fetchPart(part, {
        url,
        size,
        maximum,
        admits,
        onProgress,
        signal,
        patience,
      });
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      const bytes = await part.size();
      // A slow line that breaks off now and then gets there in the end.
      failures = bytes > furthest ? 1 : failures + 1;
      furthest = Math.max(furthest, bytes);
      const delay = delays[failures - 1];
      if (delay === undefined) {
        throw brokenDownload(url.href, failures, bytes, error);
      }
      // An abort ends the wait, and is thrown by the next turn.
      await setTimeout(delay, undefined, signal && { signal }).catch(() => {});
    }
  }
}

async function describe(path: string): Promise<Downloaded> {
  const { size } = await Deno.stat(path);
  return { path, size, sha256: await sha256File(path) };
}
