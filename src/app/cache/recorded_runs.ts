import { checkStore } from "../../base/store/store.ts";
import { frontKeys } from "../run/front_record.ts";
import { readEvents } from "../runs/run_files.ts";
import { Openings } from "../runs/openings.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { RunStore } from "../runs/run_store.ts";
import { passingEpochs } from "./passing_epochs.ts";
import { type RecordedRun, runsOfModels } from "./roots.ts";

/**
 * What a run has that did not come to its end, by what it told while it went
 * on: the next one goes on from there.
 */
async function keysTold(storeRoot: string, id: string): Promise<string[]> {
  const events = await readEvents(storeRoot, id);
  return events.flatMap((event) =>
    event.type === "node.state" ? event.key ?? [] : []
  );
}

async function keysOf(
  storeRoot: string,
  { id, status, outputs }: RunRecord,
  runs: RunStore,
): Promise<Pick<RecordedRun, "keys" | "passing">> {
  if (status !== "ok") {
    return { keys: await keysTold(storeRoot, id), passing: [] };
  }
  const nodes = runs.nodes(id);
  const passing = passingEpochs(nodes);
  const keys = nodes.flatMap(({ key }) =>
    key === null || passing.has(key) ? [] : [key]
  );
  return { keys: [...keys, ...frontKeys(outputs)], passing: [...passing] };
}

/** What was computed of a test set that a run's checkpoint was asked about. */
function opened(keys: readonly string[], openings: Openings) {
  return keys.flatMap((key) => openings.ofCheckpoint(key))
    .flatMap(({ outcome }) => outcome?.keys ?? []);
}

/** What stands beside the model that a run gave, and is no node of it. */
function besides(
  { slug, keys }: RecordedRun,
  placed: readonly RecordedRun[],
): readonly string[] {
  return placed
    .filter((each) => each.slug === slug)
    .filter((each) => each.keys.some((key) => keys.includes(key)))
    .flatMap((each) => each.keys);
}

/**
 * The runs of a cache, with the keys of their nodes: from the record of runs,
 * and from the models that stand for people.
 *
 * @throws {PipelineError} when the record cannot be read, or there is no cache
 * of this version: nothing may be removed then
 */
export async function recordedRuns(
  storeRoot: string,
): Promise<readonly RecordedRun[]> {
  await checkStore(storeRoot);
  using store = RunStore.read(storeRoot);
  using openings = Openings.read(storeRoot);
  const runs: RecordedRun[] = [];
  for (const record of store.list()) {
    runs.push({
      slug: record.slug,
      start: Date.parse(record.started),
      succeeded: record.status === "ok",
      ...await keysOf(storeRoot, record, store),
    });
  }
  const placed = await runsOfModels(storeRoot);
  // Of a pipeline with a run that succeeded, the latest counts.
  return [...runs, ...placed].map((run) => ({
    ...run,
    keys: [
      ...new Set([
        ...run.keys,
        ...besides(run, placed),
        ...opened(run.keys, openings),
      ]),
    ],
  }));
}
