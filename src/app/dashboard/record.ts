import type { RunRecord } from "../runs/run_record.ts";
import { RunStore } from "../runs/run_store.ts";

/** A run by its whole name; nothing where there is none. */
export function runNamed(
  storeRoot: string,
  id: string,
): RunRecord | undefined {
  using runs = RunStore.read(storeRoot);
  return runs.find(id).find((run) => run.id === id);
}
