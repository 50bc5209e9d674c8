/**
 * Filters that stay as they are for many steps are turned for their gradients
 * once: at each step it costs as much as all norms do.
 *
 * @module
 */
import type { DataId, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend } from "../program.ts";
import { transposeFilter } from "./transpose_filter.ts";

/** What a filter is turned, once it was asked for. */
interface Turned {
  info?: TensorInfo;
}

// There is one set of kernels a process, and filters are told apart by where
// their numbers are: one that is set to others has another place.
const fixed = new Map<DataId, Turned>();

/**
 * Says that nobody writes over these filters.
 *
 * @returns what takes that back, and frees what was made of it
 */
export function fixFilters(
  backend: Pick<Backend, "disposeData">,
  filters: Iterable<Tensor>,
): () => void {
  const own = new Map<DataId, Turned>();
  for (const { dataId } of filters) own.set(dataId, {});
  for (const [dataId, turned] of own) fixed.set(dataId, turned);
  return () => {
    for (const [dataId, { info }] of own) {
      if (info) backend.disposeData(info.dataId);
      fixed.delete(dataId);
    }
    own.clear();
  };
}

/** {@linkcode transposeFilter} of a filter that is fixed; the result is ours. */
export function turnedFilter(
  backend: Backend,
  filter: TensorInfo,
): TensorInfo | undefined {
  const turned = fixed.get(filter.dataId);
  if (turned === undefined) return undefined;
  turned.info ??= transposeFilter(backend, filter);
  return turned.info;
}
