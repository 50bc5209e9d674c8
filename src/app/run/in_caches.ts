import { whileUsed } from "../../base/store/in_use.ts";
import { defaultCacheRoot, userCacheRoot } from "../../base/store/root.ts";
import type { Emit } from "../../flow/events/event.ts";

/** Where this process may find datasets, weights and drivers, if anywhere. */
function dataRoots(): readonly string[] {
  return [defaultCacheRoot, userCacheRoot].flatMap((rootOf) => {
    try {
      return [rootOf()];
    } catch {
      return []; // whoever needs one says so
    }
  });
}

/**
 * Runs while nothing is removed from a store and from what was fetched: what is
 * found there stays until the run has read it.
 */
export function inCaches<Result>(
  storeRoot: string,
  emit: Emit,
  run: () => Promise<Result>,
): Promise<Result> {
  const onWait = () =>
    emit({ type: "notice", text: "Waiting for deno task cache gc" });
  return whileUsed([storeRoot, ...dataRoots()], onWait, run);
}
