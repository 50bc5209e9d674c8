import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { frontKeys } from "../run/front_record.ts";
import { readEvents } from "../runs/run_files.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { runsFile, RunStore } from "../runs/run_store.ts";
import { passingEpochs } from "./passing_epochs.ts";
import { type RecordedRun, runsOfModels } from "./roots.ts";

/**
 * What a run has that did not come to its end, by what it told while it went
 * on: the next one goes on from there.
 */
async function keysTold(storeRoot: string, id: string): Promise<string[]> {
  const events = await readEvents(storeRoot, id);
  return events.flatMap((event) =>
    event.type === "node.state" ? [event.key] : []
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

async function readRuns(
  storeRoot: string,
  folder: string,
): Promise<readonly RecordedRun[]> {
  using store = RunStore.open(folder);
  const runs: RecordedRun[] = [];
  for (const record of store.list()) {
    runs.push({
      slug: record.slug,
      start: Date.parse(record.started),
      succeeded: record.status === "ok",
      ...await keysOf(storeRoot, record, store),
    });
  }
  return runs;
}

/**
 * The same by a copy elsewhere: SQLite writes a file to read one, and what is to
 * be looked at or made room on may be a disk that is full or read-only.
 */
async function readCopy(storeRoot: string): Promise<readonly RecordedRun[]> {
  const folder = await Deno.makeTempDir({ prefix: "leat-runs-" });
  try {
    for (const ending of ["", "-wal"]) {
      const copied = Deno.copyFile(
        runsFile(storeRoot) + ending,
        runsFile(folder) + ending,
      );
      await unlessAbsent(copied);
    }
    return await readRuns(storeRoot, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * The runs of a cache, with the keys of their nodes: from the record of runs,
 * and from the models that stand for people.
 *
 * @throws {PipelineError} when the record cannot be read: nothing may be
 * removed then
 */
export async function recordedRuns(
  storeRoot: string,
): Promise<readonly RecordedRun[]> {
  const models = await runsOfModels(storeRoot);
  // To look is not to begin a record.
  const there = await unlessAbsent(Deno.stat(runsFile(storeRoot)));
  if (there === undefined) return models;
  const runs = await readRuns(storeRoot, storeRoot).catch(async (error) =>
    await readCopy(storeRoot).catch(() => {
      throw error;
    })
  );
  // Of a pipeline with a run that succeeded, the latest counts.
  return [...runs, ...models];
}
