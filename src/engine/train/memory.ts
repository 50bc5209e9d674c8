import { batchTooLargeForAdapter } from "../../base/errors/fit.ts";
import type { TracedLayer } from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";

const FLOAT_BYTES = 4;

/** The limits that a tensor must keep. */
export interface TensorLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
}

/**
 * What an input gives, as layers: images that are made smaller on the device
 * can be the largest tensors of all.
 */
export function inputLayers(
  op: string,
  fields: readonly Field[],
): readonly TracedLayer[] {
  return fields.map(({ shape }) => ({ name: `${op}()`, shape }));
}

/**
 * Refuses a batch whose largest tensor the adapter cannot bind: tfjs would
 * drop the work and read old numbers, without an error.
 *
 * @throws {PipelineError} with the largest batch that would fit
 */
export function checkMemory(
  layers: readonly TracedLayer[],
  batch: number,
  { maxStorageBufferBindingSize, maxBufferSize }: TensorLimits,
): void {
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const bytesOf = ({ shape }: TracedLayer) =>
    shape.reduce((size, side) => size * side, FLOAT_BYTES);
  const largest = layers.reduce(
    (a, b) => bytesOf(b) > bytesOf(a) ? b : a,
    layers[0] ?? { name: "", shape: [0] },
  );
  const bytes = bytesOf(largest) * batch;
  if (bytes <= limit) return;
  const fits = Math.floor(limit / bytesOf(largest));
  throw batchTooLargeForAdapter(batch, fits, largest.name, bytes, limit);
}
