import type { Lock } from "./lock.ts";

/** Files that were used, by section and address. */
export type Pinned = Partial<Pick<Lock, "datasets" | "weights" | "modules">>;

/** A lock with more pins, in place of those of the same address. */
export function withPins(lock: Lock, added: Pinned): Lock {
  return {
    ...lock,
    datasets: { ...lock.datasets, ...added.datasets },
    weights: { ...lock.weights, ...added.weights },
    modules: { ...lock.modules, ...added.modules },
  };
}
