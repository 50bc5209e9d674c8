import { whileUsed } from "../../base/store/in_use.ts";
import type { Emit } from "../../flow/events/event.ts";
import { dataRoots } from "./data_roots.ts";

/**
 * Runs while nothing is removed from a store and from what was fetched: what is
 * found there stays until the run has read it.
 */
export function inCaches<Result>(
  storeRoot: string,
  emit: Emit,
  run: () => Promise<Result>,
): Promise<Result> {
  return whileUsed([storeRoot, ...dataRoots()], waiting(emit), run);
}

/**
 * Runs while nothing is removed from a store: for a process that may write to
 * that alone, whose supervisor sees to the rest.
 */
export function inStore<Result>(
  storeRoot: string,
  emit: Emit,
  run: () => Promise<Result>,
): Promise<Result> {
  return whileUsed([storeRoot], waiting(emit), run);
}

function waiting(emit: Emit): () => void {
  return () => emit({ type: "notice", text: "Waiting for deno task cache" });
}
