/**
 * How much of a batch goes through a network at once.
 *
 * @module
 */
import {
  itemTooLargeForAdapter,
  microBatchTooSmall,
} from "../../base/errors/fit.ts";
import type { Network, TracedLayer } from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";
import { checkNorms, layerWithoutNorm } from "./norms.ts";

const FLOAT_BYTES = 4;

/** The limits that a tensor must keep. */
export interface TensorLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
}

/** How a batch goes through a network. */
export interface BatchPlan {
  /** Items of each part, the largest first; one where all goes at once. */
  readonly parts: readonly [first: number, ...others: number[]];
  /** What one item makes most of. */
  readonly largest: {
    readonly layer: string;
    /** Of the whole batch. */
    readonly bytes: number;
  };
  /** Bytes that the adapter binds at most. */
  readonly limit: number;
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
 * The items of the parts of a batch of which none has more than so many: as few
 * parts as can be, or up to half as many more where those are equal and keep
 * buffers of one size; else they differ by one item.
 */
export function partsOf(batch: number, most: number): BatchPlan["parts"] {
  const least = Math.ceil(batch / most);
  const equal = Array.from({ length: Math.floor(least / 2) + 1 })
    .map((_, more) => least + more)
    .find((count) => batch % count === 0);
  const count = equal ?? least;
  const size = Math.floor(batch / count);
  const larger = batch % count;
  const [first = batch, ...others] = Array.from(
    { length: count },
    (_, at) => size + (at < larger ? 1 : 0),
  );
  return [first, ...others];
}

/** The items of each part, in order. */
export function inParts<Item>(
  items: readonly Item[],
  most: number,
): readonly (readonly Item[])[] {
  let from = 0;
  return partsOf(items.length, most).map((size) =>
    items.slice(from, from += size)
  );
}

/**
 * Plans a batch so that no tensor is larger than the adapter can bind: tfjs
 * would drop the work and read old numbers, without an error.
 *
 * @param inputs what the network reads
 * @throws {PipelineError} when not even one item fits, or so few that a norm
 * over the batch would have nothing to normalize by
 */
export function planBatch(
  inputs: readonly TracedLayer[],
  network: Pick<Network, "layers" | "variables">,
  batch: number,
  { maxStorageBufferBindingSize, maxBufferSize }: TensorLimits,
): BatchPlan {
  checkNorms(network, batch);
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const bytesOf = ({ shape }: TracedLayer) =>
    shape.reduce((size, side) => size * side, FLOAT_BYTES);
  const largest = [...inputs, ...network.layers].reduce(
    (a, b) => bytesOf(b) > bytesOf(a) ? b : a,
    { name: "", shape: [1] },
  );
  const most = Math.min(batch, Math.floor(limit / bytesOf(largest)));
  const { name: layer } = largest;
  if (most === 0) throw itemTooLargeForAdapter(layer, bytesOf(largest), limit);
  const parts = partsOf(batch, most);
  const alone = Math.min(...parts) === 1 && layerWithoutNorm(network);
  if (alone) {
    throw microBatchTooSmall({ batch, most, layer, limit, norm: alone });
  }
  return {
    parts,
    largest: { layer, bytes: bytesOf(largest) * batch },
    limit,
  };
}

/** The parts of a batch in words: `4 micro-batches of 16`; nothing of one part. */
export function partsText(
  { parts }: Pick<BatchPlan, "parts">,
): string | undefined {
  if (parts.length < 2) return undefined;
  const sizes = [...new Set(parts)].map((size) => String(size));
  return `${parts.length} micro-batches of ${sizes.join(" and ")}`;
}

/** That a batch is split, why, and what that changes; nothing of one part. */
export function splitNotice(plan: BatchPlan): string | undefined {
  const text = partsText(plan);
  if (text === undefined) return undefined;
  const { largest: { layer, bytes }, limit, parts } = plan;
  const batch = parts.reduce((sum, size) => sum + size, 0);
  return `A batch of ${batch} goes in ${text}, one step of the optimizer: the output of ${layer} would take ${
    mebibytes(bytes)
  }, and the adapter binds at most ${
    mebibytes(limit)
  }. Batch norms see a micro-batch at a time`;
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
