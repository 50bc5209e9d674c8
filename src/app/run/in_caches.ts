import { whileUsed } from "../../base/store/in_use.ts";
import type { Emit } from "../../flow/events/event.ts";
import { dataRoots } from "../data/data_roots.ts";

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
    emit({ type: "notice", text: "Waiting for deno task cache" });
  return whileUsed([storeRoot, ...dataRoots()], onWait, run);
}
