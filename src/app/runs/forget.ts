import { runIsLive } from "../../base/errors/runs.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { runOf } from "./references.ts";
import { isLive } from "./run_files.ts";
import type { RunRecord } from "./run_record.ts";
import { runFolder, RunStore } from "./run_store.ts";

/**
 * Takes runs out of the record, with their events. What they computed stays in
 * the cache, and the openings of their test sets stay counted.
 *
 * @param words as {@linkcode runOf} takes them
 * @throws {PipelineError} when a word means no run or several, or a run that
 * goes on: then none is forgotten
 */
export async function forgetRuns(
  storeRoot: string,
  words: readonly string[],
): Promise<readonly RunRecord[]> {
  const named = () => {
    using runs = RunStore.read(storeRoot);
    return words.map((word) => runOf(runs, word));
  };
  const forgotten = [...new Map(named().map((run) => [run.id, run])).values()];
  for (const { id } of forgotten) {
    if (await isLive(storeRoot, id)) throw runIsLive(id);
  }
  using runs = RunStore.open(storeRoot);
  for (const { id } of forgotten) {
    // First what cannot be found again without the record.
    const folder = runFolder(storeRoot, id);
    await unlessAbsent(Deno.remove(folder, { recursive: true }));
    runs.forget(id);
  }
  return forgotten;
}
