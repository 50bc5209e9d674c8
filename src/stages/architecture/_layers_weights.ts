import { weightsAbsent, weightsDiffer } from "../../base/errors/weights.ts";
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
 * another shape, or quantized
 */
export async function layersWeights(
  file: LayersModelFile,
  model: string,
  wanted: readonly {
    readonly name: string;
    readonly shape: readonly number[];
  }[],
  context: ArchitectureContext,
): Promise<ReadonlyMap<string, Float32Array>> {
  const shapes = new Map(wanted.map(({ name, shape }) => [name, `[${shape}]`]));
  const found = new Map<string, Float32Array>();
  const misshaped = new Map<string, string>();
  for (const { paths, weights } of file.weightsManifest) {
    if (!weights.some(({ name }) => shapes.has(name))) continue;
    const shards = await Promise.all(
      paths.map((path) => context.read(beside(model, path))),
    ).catch((cause: unknown) => {
      throw weightsAbsent(model, cause);
    });
    const bytes = new Uint8Array(
      await new Blob(shards as BlobPart[]).arrayBuffer(),
    );
    let at = 0;
    for (const { name, shape, dtype, quantization } of weights) {
      const size = shape.reduce((count, side) => count * side, 1);
      // A quantized group is refused: where its later weights begin is moot.
      const end = at + size * BYTES[dtype];
      const is = quantization
        ? `quantized to ${quantization.dtype}`
        : dtype !== "float32"
        ? dtype
        : `[${shape}]`;
      const expected = shapes.get(name);
      if (is === expected && end <= bytes.length) {
        found.set(name, new Float32Array(bytes.slice(at, end).buffer));
      } else if (expected !== undefined) {
        const fact = is === expected ? "cut short" : is;
        misshaped.set(name, `${name} (${fact}, not ${expected})`);
      }
      at = end;
    }
  }
  const missing = wanted.map(({ name }) => name)
    .filter((name) => !found.has(name) && !misshaped.has(name));
  if (missing.length + misshaped.size > 0) {
    throw weightsDiffer("layersModel", model, {
      missing,
      misshaped: [...misshaped.values()],
    });
  }
  return found;
}
