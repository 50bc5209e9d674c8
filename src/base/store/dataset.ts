import { join } from "node:path";
import type { DatasetManifest } from "../codec/dataset_manifest.ts";
import type { FileRecord } from "../codec/file_record.ts";
import { sha256 } from "../codec/sha256.ts";
import { missingRoot } from "../errors/archive.ts";
import { changedDownload } from "../errors/download.ts";
import { PipelineError } from "../errors/pipeline_error.ts";
import { explainStoreFault } from "../errors/store.ts";
import {
  datasetFolder,
  findDataset,
  publishDataset,
} from "./_dataset_folder.ts";
import { download, type Downloaded, type Progress } from "./download.ts";
import { filePins, type Pins } from "./pins.ts";
import { openStore } from "./store.ts";
import { checkedUrl, fileNameOf } from "./_url.ts";

const NAME = /^[0-9a-z][0-9a-z._-]{0,63}$/;

/** A data set that is somewhere on the network. */
export interface DatasetSource {
  /** In lower case: part of the name of its folder. */
  readonly name: string;
  /** A tar or tar.gz archive, by its ending, or a single file. */
  readonly url: string;
  /** In bytes. */
  readonly size?: number;
  /** 64 hex digits. Without it, what comes first is pinned. */
  readonly sha256?: string;
  /** Where the checksum was remembered, if it is that of an earlier fetch. */
  readonly pinnedIn?: string;
  /** The folder inside the archive that counts; by default all. */
  readonly root?: string;
}

export interface FetchDatasetOptions {
  /** The root of a store: `defaultCacheRoot()`. */
  readonly cacheRoot: string;
  readonly onProgress?: (progress: Progress) => void;
  /** Called once if another process is fetching it. */
  readonly onWait?: () => void;
  /** Called where it is not here, before anything is fetched; may throw. */
  readonly onAbsent?: () => void;
  readonly signal?: AbortSignal;
  /** By default, `datasets/pins.json` in the cache. */
  readonly pins?: Pins;
  /** As for `download()`. */
  readonly delays?: readonly number[];
}

/** A data set that is here. */
export interface FetchedDataset {
  /** Where its files are. They are not to be changed. */
  readonly folder: string;
  /** Of what was downloaded. */
  readonly sha256: string;
  /** Of what was downloaded, in bytes. */
  readonly size: number;
  /** From the folder, sorted by path. */
  readonly files: readonly FileRecord[];
}

/**
 * Fetches a data set, unless it is here: downloads, checks and unpacks it.
 *
 *     datasets/pins.json
 *     datasets/pets-67195c5e1c/manifest.json
 *     datasets/pets-67195c5e1c/files/..
 *
 * The digits are those of its SHA-256. Its folder appears whole, in one step;
 * the archive is removed then. Once here, it needs no network.
 *
 * @throws {PipelineError} If it cannot be downloaded or unpacked, is not what
 * its checksum or pin says, or has no folder `root`.
 */
export async function fetchDataset(
  source: DatasetSource,
  options: FetchDatasetOptions,
): Promise<FetchedDataset> {
  if (!NAME.test(source.name)) {
    throw new RangeError(
      `Cannot fetch dataset "${source.name}": a name is lower-case letters, digits and ".", "_", "-"`,
    );
  }
  const { cacheRoot, onAbsent } = options;
  const pins = options.pins ?? filePins(join(cacheRoot, "datasets/pins.json"));
  try {
    // Without the lock first: what is here may be on a read-only disk.
    const known = await findKnown(source, cacheRoot, pins);
    if (known === undefined) onAbsent?.();
    const manifest = known ?? await fetchOnce(source, options, pins);
    const folder = datasetFolder(cacheRoot, source.name, manifest.sha256);
    return below(source.root, join(folder, "files"), manifest);
  } catch (error) {
    throw explainStoreFault(cacheRoot, error);
  }
}

async function findKnown(
  { name, url, sha256 }: DatasetSource,
  cacheRoot: string,
  pins: Pins,
): Promise<DatasetManifest | undefined> {
  const known = sha256 ?? await pins.read(url);
  return known === undefined
    ? undefined
    : await findDataset(cacheRoot, name, known);
}

/** By one process at a time, so that the next finds what the first fetched. */
async function fetchOnce(
  source: DatasetSource,
  options: FetchDatasetOptions,
  pins: Pins,
): Promise<DatasetManifest> {
  const { cacheRoot, onWait } = options;
  const store = await openStore(cacheRoot);
  return await store.withLock(
    `dataset-${source.name}`,
    onWait,
    async () =>
      await findKnown(source, cacheRoot, pins) ??
        await fetchAnew(source, options, pins),
  );
}

async function fetchAnew(
  source: DatasetSource,
  { cacheRoot, ...options }: FetchDatasetOptions,
  pins: Pins,
): Promise<DatasetManifest> {
  const { url } = source;
  const fileName = fileNameOf(checkedUrl(url));
  // Other addresses may end alike.
  const folder = join(cacheRoot, "downloads", sha256(url).slice(0, 10));
  await Deno.mkdir(folder, { recursive: true });
  const came = await download({
    ...options,
    ...source,
    folder,
    name: fileName,
  });
  if (source.sha256 === undefined) await checkPin(pins, url, came);
  const manifest = await unpacked(cacheRoot, source, fileName, came);
  // Only now: what cannot be unpacked, as a page of excuses, is not trusted.
  if (source.sha256 === undefined) await pins.write(url, came.sha256);
  await Deno.remove(came.path);
  return manifest;
}

async function unpacked(
  cacheRoot: string,
  source: DatasetSource,
  fileName: string,
  came: Downloaded,
): Promise<DatasetManifest> {
  try {
    return await publishDataset(cacheRoot, source, fileName, came);
  } catch (error) {
    // The archive is at fault, not the disk: the next run fetches another.
    if (error instanceof PipelineError && error.stage === "source") {
      await Deno.remove(came.path);
    }
    throw error;
  }
}

async function checkPin(
  pins: Pins,
  url: string,
  { path, sha256 }: Downloaded,
): Promise<void> {
  const pinned = await pins.read(url);
  if (pinned === undefined || pinned === sha256) return;
  await Deno.remove(path);
  throw changedDownload(url, pinned, sha256, pins.place);
}

/** The part of a data set below a folder of it. */
function below(
  root: string | undefined,
  folder: string,
  { name, sha256, size, files }: DatasetManifest,
): FetchedDataset {
  if (root === undefined) return { folder, sha256, size, files };
  const inner = files
    .filter(({ path }) => path.startsWith(`${root}/`))
    .map((file) => ({ ...file, path: file.path.slice(root.length + 1) }));
  if (inner.length > 0) {
    return { folder: join(folder, root), sha256, size, files: inner };
  }
  const tops = new Set(files.map(({ path }) => path.split("/")[0] ?? ""));
  throw missingRoot(name, root, [...tops].slice(0, 5));
}
