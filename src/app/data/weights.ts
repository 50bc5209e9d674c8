import { dirname, resolve } from "node:path";
import { z } from "zod";
import {
  foreignEnding,
  foreignFormat,
} from "../../base/codec/foreign_format.ts";
import { requireSafetensors } from "../../base/codec/safetensors.ts";
import { sha256, sha256File } from "../../base/codec/sha256.ts";
import { isWebAddress } from "../../base/codec/web_address.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import {
  weightsAbsent,
  weightsBroken,
  weightsForeign,
  weightsNotFetched,
  weightsOther,
} from "../../base/errors/weights.ts";
import { fetchFile } from "../../base/store/fetch_file.ts";
import { defaultCacheRoot } from "../../base/store/root.ts";
import type { WeightsFile } from "../../flow/stage/architecture.ts";
import { downloadEvents } from "./download_events.ts";
import type { HostOptions } from "./host_options.ts";
import { packageFile } from "./package_file.ts";
import { notPlain } from "./plain_file.ts";
import {
  boundedFetch,
  checkPackage,
  checkPath,
  webReference,
} from "./reach.ts";
import { packageReference, type References } from "./references.ts";

const manifest = z.looseObject({
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()) })),
});

/** A file on this machine. */
interface Found {
  readonly path: string;
  readonly sha256: string;
}

/** Throws where a file is not of the format that its weights must have. */
async function accept({ at, format }: WeightsFile, path: string) {
  if (format === undefined) return;
  const bytes = await Deno.readFile(path);
  const foreign = foreignFormat(bytes);
  if (foreign) throw weightsForeign(at, foreign);
  try {
    requireSafetensors(bytes, at);
  } catch (cause) {
    throw weightsBroken(at, cause);
  }
}

/** A download of another format is refused before it begins, if it says so. */
async function fetchWeights(
  file: WeightsFile,
  { emit, signal, pinning, reach, onAbsent }: HostOptions,
): Promise<Found> {
  const { at: url, sha256, format, known } = file;
  const foreign = format && foreignEnding(url);
  if (foreign) throw weightsForeign(url, foreign);
  const expected = pinning?.expected("weights", url, sha256) ??
    (sha256 === undefined ? {} : { sha256 });
  // An address that Leat itself states is the same for every pipeline.
  const bounds = known
    ? {}
    : boundedFetch({ url, kind: "weights", sha256: expected.sha256 }, reach);
  const came = await fetchFile(
    {
      url,
      ...expected,
    },
    {
      cacheRoot: defaultCacheRoot(),
      ...bounds,
      onProgress: downloadEvents(url, emit),
      signal,
      accept: (path) => accept(file, path),
      onAbsent: () => {
        const bytes = pinning?.sizeOf("weights", url);
        onAbsent?.({
          kind: "weights",
          name: url.slice(url.lastIndexOf("/") + 1),
          url,
          ...bytes === undefined ? {} : { bytes },
        });
      },
    },
  );
  const pin = { sha256: came.sha256, size: came.size };
  pinning?.use("weights", url, pin, sha256);
  return came;
}

/** The weights in a file of this machine. */
async function findWeights(file: WeightsFile, path: string): Promise<Found> {
  const why = await notPlain(path);
  if (why !== undefined) throw weightsAbsent(file.at, why);
  const found = { path, sha256: await sha256File(path) };
  const expected = file.sha256 ?? found.sha256;
  if (expected !== found.sha256) {
    throw weightsOther(file.at, expected, found.sha256);
  }
  await accept(file, path);
  return found;
}

/** Weights that an npm package brings. */
async function packagedWeights(
  file: WeightsFile,
  inPackage: string,
  { pinning }: HostOptions,
): Promise<Found> {
  pinning?.expected("weights", file.at, file.sha256);
  const found = await findWeights(file, await packageFile(inPackage));
  const { size } = await Deno.stat(found.path);
  const pin = { sha256: found.sha256, size };
  pinning?.use("weights", file.at, pin, file.sha256);
  return found;
}

/** The files that a layers model keeps beside its `model.json`. */
async function shardsOf(
  reference: string,
  path: string,
): Promise<readonly string[]> {
  const { weightsManifest } = manifest.parse(
    JSON.parse(await Deno.readTextFile(path)),
  );
  const folder = isWebAddress(reference)
    ? reference.slice(0, reference.lastIndexOf("/"))
    : dirname(reference);
  return weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => `${folder}/${path}`)
  );
}

/** Trained weights, at hand, and the hash of all their bytes. */
export interface LocatedWeights {
  readonly references: References;
  readonly sha256?: string;
}

/**
 * Makes sure that the trained weights of an architecture are on this machine:
 * a safetensors file, or a layers model with its shards. What comes from an
 * address is checked, pinned by its first download where no checksum is told,
 * and kept for the user.
 *
 * @throws {PipelineError} when a file is absent or cannot be fetched, is not
 * what its checksum or pin says, or of a format that is not read
 */
export async function locateWeights(
  weights: WeightsFile | undefined,
  base: string,
  options: HostOptions,
): Promise<LocatedWeights> {
  const { reach } = options;
  const origin = reach?.origin;
  // A pipeline from an address reads nothing here but what was fetched.
  const start = origin === undefined ? { base } : {};
  if (weights === undefined) return { references: { ...start, fetched: {} } };
  const fetched: Record<string, string> = {};
  const find = async (file: WeightsFile) => {
    const inPackage = packageReference(file.at);
    if (inPackage !== undefined) {
      checkPackage(inPackage, reach);
      const found = await packagedWeights(file, inPackage, options);
      fetched[file.at] = found.path;
      return found;
    }
    const at = origin === undefined ? file.at : webReference(file.at, origin);
    if (!isWebAddress(at)) {
      checkPath(at, reach);
      const found = await findWeights(file, resolve(base, at));
      // Code from the web reads the files that it is told, and no others.
      if (reach) fetched[file.at] = found.path;
      return found;
    }
    const found = await fetchWeights({ ...file, at }, options);
    fetched[file.at] = found.path;
    return found;
  };
  const { at } = weights;
  try {
    const first = await find(weights);
    const hashes = [first.sha256];
    if (at.endsWith(".json")) {
      for (const shard of await shardsOf(at, first.path)) {
        hashes.push((await find({ at: shard })).sha256);
      }
    }
    return {
      references: { ...start, fetched },
      sha256: sha256(hashes.join("\n")),
    };
  } catch (cause) {
    options.signal.throwIfAborted();
    if (!(cause instanceof PipelineError)) throw weightsAbsent(at, cause);
    throw cause.stage === "source" ? weightsNotFetched(at, cause) : cause;
  }
}
