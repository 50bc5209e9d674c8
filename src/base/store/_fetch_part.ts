import { largeDownload, wrongDownload } from "../errors/download.ts";
import { writeAll } from "./files.ts";
import { NetworkFault, patiently } from "./_network.ts";
import type { Part } from "./_part.ts";
import type { AdmitUrl } from "./public_hosts.ts";
import { request } from "./_request.ts";

/** How far a download is. */
export interface Progress {
  /** What is here, with what an earlier run fetched. */
  readonly bytes: number;
  /** The whole, if the server or the caller says. */
  readonly total?: number;
}

export interface FetchOptions {
  readonly url: URL;
  readonly size: number | undefined;
  /** Of bytes, where the size is not known. */
  readonly maximum: number | undefined;
  readonly admits: AdmitUrl | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  /** How long to wait for more, in milliseconds. */
  readonly patience: number;
}

/** Fetches what is missing of a file, once. */
export async function fetchPart(
  part: Part,
  { url, size, maximum, admits, onProgress, signal, patience }: FetchOptions,
): Promise<void> {
  // Killed between the last byte and the rename.
  if (await part.size() === size && await part.mark() !== undefined) return;
  const answer = await request(url, part, { patience, signal, admits });
  const reader = answer.body.getReader();
  try {
    const total = answer.total ?? size;
    if (
      size !== undefined && answer.total !== undefined && answer.total !== size
    ) {
      await part.remove();
      throw wrongDownload(url.href, "size", size, answer.total);
    }
    if (maximum !== undefined && (total ?? 0) > maximum) {
      throw largeDownload(url.href, maximum);
    }
    using file = await part.open(answer);
    let bytes = answer.start;
    while (true) {
      const { value } = await patiently(patience, signal, () => reader.read());
      if (value === undefined) break;
      bytes += value.length;
      if (size !== undefined && bytes > size) {
        await part.remove();
        throw wrongDownload(url.href, "size", size, "larger");
      }
      if (maximum !== undefined && bytes > maximum) {
        await part.remove();
        throw largeDownload(url.href, maximum);
      }
      await writeAll(file, value);
      onProgress?.(total === undefined ? { bytes } : { bytes, total });
    }
    await file.sync();
    if (answer.total !== undefined && bytes < answer.total) {
      throw new NetworkFault(`it ends after ${bytes} of ${total} bytes`);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
