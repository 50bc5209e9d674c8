import { join } from "node:path";
import { sha256 as sha256Of } from "../codec/sha256.ts";
import { explainStoreFault } from "../errors/store.ts";
import {
  download,
  type Downloaded,
  type Progress,
  whatIsThere,
} from "./download.ts";
import { filePins, type Pins } from "./pins.ts";
import { checkedUrl, fileNameOf } from "./_url.ts";

/** A file that is somewhere on the network. */
export interface FileSource {
  readonly url: string;
  /** 64 hex digits. Without it, what comes first is pinned. */
  readonly sha256?: string;
  /** Where the checksum was remembered, if it is that of an earlier fetch. */
  readonly pinnedIn?: string;
}

/** How a file is fetched. */
export interface FetchFileOptions {
  /** The root of a store: `defaultCacheRoot()`. */
  readonly cacheRoot: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** By default, `files/pins.json` in the cache. */
  readonly pins?: Pins;
  /** As for `download()`. */
  readonly delays?: readonly number[];
  /** Throws where a file cannot be what is wanted: it is not trusted then. */
  readonly accept?: (path: string) => Promise<void>;
  /** Called where it is not here, before anything is fetched; may throw. */
  readonly onAbsent?: () => void;
}

/**
 * Fetches a file, unless it is here, and checks it:
 *
 *     files/pins.json
 *     files/67195c5e1c0c8f9a/model.safetensors
 *
 * The digits are those of its address. Once here, it needs no network.
 *
 * @throws {PipelineError} If it cannot be downloaded, or is not what its
 * checksum or its pin says.
 */
export async function fetchFile(
  { url, sha256, pinnedIn }: FileSource,
  { cacheRoot, accept, onAbsent, ...options }: FetchFileOptions,
): Promise<Downloaded> {
  const files = join(cacheRoot, "files");
  const pins = options.pins ?? filePins(join(files, "pins.json"));
  // Other addresses may end alike.
  const folder = join(files, sha256Of(url).slice(0, 16));
  const name = fileNameOf(checkedUrl(url));
  try {
    const pinned = sha256 === undefined ? await pins.read(url) : undefined;
    const known = sha256 ?? pinned;
    // Without a lock first: what is here may be on a read-only disk.
    const here = known &&
      await whatIsThere(join(folder, name), { sha256: known });
    if (here) return here;
    onAbsent?.();
    await Deno.mkdir(folder, { recursive: true });
    const came = await download({
      ...options,
      url,
      folder,
      name,
      ...known === undefined ? {} : { sha256: known },
      ...pinned === undefined ? {} : { pinnedIn: pins.place },
      ...pinnedIn === undefined ? {} : { pinnedIn },
    });
    if (known !== undefined) return came;
    // Only now: a page of excuses, say, is not trusted.
    await accept?.(came.path).catch(async (error) => {
      await Deno.remove(came.path);
      throw error;
    });
    await pins.write(url, came.sha256);
    return came;
  } catch (error) {
    throw explainStoreFault(cacheRoot, error);
  }
}
