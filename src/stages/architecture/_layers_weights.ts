import {
  weightsAbsent,
  weightsDiffer,
} from "../../base/errors/architecture.ts";
import type { ArchitectureContext } from "../../flow/stage/architecture.ts";
import type { LayersModelFile } from "./_layers_topology.ts";

const BYTES = { float32: 4, int32: 4, uint8: 1, bool: 1 } as const;

/** The reference of a file that lies beside another one. */
function beside(reference: string, path: string): string {
  const end = reference.lastIndexOf("/");
  return end < 0 ? path : `${reference.slice(0, end)}/${path}`;
}

/**
 * The values of the named weights, read from the shards beside `model.json`.
 * Groups without a wanted weight are not read.
 *
 * @throws {PipelineError} when a shard is absent, or a weight is missing or of
 * another size
 */
export async function layersWeights(
  file: LayersModelFile,
  model: string,
  wanted: readonly { readonly name: string; readonly size: number }[],
  context: ArchitectureContext,
): Promise<ReadonlyMap<string, Float32Array>> {
  const sizes = new Map(wanted.map(({ name, size }) => [name, size]));
  const found = new Map<string, Float32Array>();
  const misshaped: string[] = [];
  for (const { paths, weights } of file.weightsManifest) {
    if (!weights.some(({ name }) => sizes.has(name))) continue;
    const shards = await Promise.all(
      paths.map((path) => context.read(beside(model, path))),
    ).catch((cause: unknown) => {
      throw weightsAbsent(model, cause);
    });
    const bytes = new Uint8Array(
      await new Blob(shards as BlobPart[]).arrayBuffer(),
    );
    let at = 0;
    for (const { name, shape, dtype } of weights) {
      const size = shape.reduce((count, side) => count * side, 1);
      const end = at + size * BYTES[dtype];
      const expected = sizes.get(name);
      if (expected !== undefined) {
        if (dtype !== "float32" || size !== expected || end > bytes.length) {
          misshaped.push(`${name} (${size} ${dtype})`);
        } else {
          found.set(name, new Float32Array(bytes.slice(at, end).buffer));
        }
      }
      at = end;
    }
  }
  const missing = wanted.map(({ name }) => name)
    .filter((name) =>
      !found.has(name) && !misshaped.some((m) => m.startsWith(`${name} `))
    );
  if (missing.length + misshaped.length > 0) {
    throw weightsDiffer("layersModel", model, missing, misshaped);
  }
  return found;
}
