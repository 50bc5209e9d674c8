/**
 * What kernels make of filters on their way is made once of those that stay as
 * they are for many steps: to turn all of a network's filters at each step costs
 * as much as its norms do.
 *
 * @module
 */
import type { DataId, TensorInfo } from "@tensorflow/tfjs-core";
import type { Backend } from "../program.ts";

/** A filter that stays. */
interface Fixed {
  /** How many said so, and did not take it back. */
  users: number;
  /** What was made of it, by what that is. */
  readonly made: Map<string, TensorInfo>;
}

// There is one set of kernels a process, and filters are told apart by where
// their numbers are: one that is set to others has another place.
const fixed = new Map<DataId, Fixed>();

function fix(dataId: DataId): void {
  const known = fixed.get(dataId) ?? { users: 0, made: new Map() };
  known.users++;
  fixed.set(dataId, known);
}

function release(backend: Disposer, dataId: DataId): void {
  const known = fixed.get(dataId);
  if (known === undefined || --known.users > 0) return;
  fixed.delete(dataId);
  for (const info of known.made.values()) {
    release(backend, info.dataId);
    backend.disposeData(info.dataId);
  }
}

type Disposer = Pick<Backend, "disposeData">;

/**
 * Says that nobody writes over these filters.
 *
 * @returns what takes that back; what was made of them is freed with the last one
 */
export function fixFilters(
  backend: Disposer,
  filters: Iterable<Pick<TensorInfo, "dataId">>,
): () => void {
  const own = [...filters].map(({ dataId }) => dataId);
  own.forEach(fix);
  return () => {
    for (const dataId of own.splice(0)) release(backend, dataId);
  };
}

/**
 * What `make` makes of a filter, which is kept: the caller does not free it.
 * Nothing where the filter is not fixed.
 *
 * @param what tells it from other things that are made of filters
 */
export function madeOfFixed(
  filter: TensorInfo,
  what: string,
  make: () => TensorInfo,
): TensorInfo | undefined {
  const { made } = fixed.get(filter.dataId) ?? {};
  if (made === undefined) return undefined;
  const known = made.get(what);
  if (known !== undefined) return known;
  const info = make();
  made.set(what, info);
  // It stays as it is, too: more may be made of it.
  fix(info.dataId);
  return info;
}
