import { dirname, join, resolve } from "node:path";
import { sha256 } from "../../base/codec/sha256.ts";
import { notFetched } from "../../base/errors/location.ts";
import { weightsAbsent } from "../../base/errors/architecture.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { download } from "../../base/store/download.ts";
import { defaultCacheRoot } from "../../base/store/root.ts";
import { explainStoreFault } from "../../base/errors/store.ts";
import { z } from "zod";
import { downloadEvents } from "./download_events.ts";
import type { HostOptions } from "./host.ts";

/** Where the files that a pipeline refers to are on this machine. */
export interface References {
  /** The folder that relative paths start from. */
  readonly base: string;
  /** Local copies of URLs. */
  readonly fetched: Readonly<Record<string, string>>;
}

const isUrl = (reference: string) => /^https?:\/\//.test(reference);

const manifest = z.looseObject({
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()) })),
});

/** Reads a file that a pipeline refers to. */
export async function readReference(
  { base, fetched }: References,
  reference: string,
): Promise<Uint8Array> {
  if (!isUrl(reference)) return await Deno.readFile(resolve(base, reference));
  const path = fetched[reference];
  if (path === undefined) throw notFetched(reference);
  return await Deno.readFile(path);
}

async function fetchUrl(
  url: string,
  { emit, signal }: HostOptions,
): Promise<string> {
  const root = defaultCacheRoot();
  const folder = join(root, "files", sha256(url).slice(0, 16));
  await makeFolder(root, folder);
  const { path } = await download({
    url,
    folder,
    onProgress: downloadEvents(url, emit),
    signal,
  });
  return path;
}

async function makeFolder(root: string, folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    throw explainStoreFault(root, error);
  }
}

/** The files that a layers model keeps beside its `model.json`. */
function shardsOf(reference: string, bytes: Uint8Array): readonly string[] {
  const { weightsManifest } = manifest.parse(
    JSON.parse(new TextDecoder().decode(bytes)),
  );
  const folder = isUrl(reference)
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
 * a safetensors file, or a layers model with its shards.
 *
 * @throws {PipelineError} when a file is absent or cannot be fetched
 */
export async function locateWeights(
  weights: string | undefined,
  base: string,
  options: HostOptions,
): Promise<LocatedWeights> {
  if (weights === undefined) return { references: { base, fetched: {} } };
  const fetched: Record<string, string> = {};
  const references = { base, fetched };
  const read = async (reference: string) => {
    if (isUrl(reference)) {
      fetched[reference] = await fetchUrl(reference, options);
    }
    return await readReference(references, reference);
  };
  try {
    const first = await read(weights);
    const hashes = [sha256(first)];
    if (weights.endsWith(".json")) {
      for (const shard of shardsOf(weights, first)) {
        hashes.push(sha256(await read(shard)));
      }
    }
    return { references, sha256: sha256(hashes.join("\n")) };
  } catch (cause) {
    options.signal.throwIfAborted();
    if (cause instanceof PipelineError) throw cause;
    throw weightsAbsent(weights, cause);
  }
}
