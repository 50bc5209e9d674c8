import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { type Front, itemsOf, without } from "../../flow/graph/front.ts";
import { dataGraph } from "../../flow/graph/learning.ts";
import { Scheduler } from "../../flow/scheduler/scheduler.ts";
import { type PackIndex, packItems } from "../data/pack.ts";
import { PackedItems } from "../data/packed_items.ts";
import { packIndexOf } from "../run/job/data_executors.ts";
import type { LearnJob, LearnOptions } from "../run/job/job.ts";
import { batchesOf } from "../train/epoch.ts";

/** Items that can be read as arrays. */
export interface BatchItems {
  readonly items: PackedItems;
  /** Those of the first batch of the first epoch. */
  readonly ids: readonly string[];
  /** How many others of it could not be read, as far as that is known. */
  readonly unreadable: number;
}

function firstBatch({ sets }: Front, { stages }: LearnJob): readonly string[] {
  const { batch, seed } = stages.fit.behaviour;
  return batchesOf(sets.train, batch, seed, 0)[0] ?? [];
}

/** @throws {PipelineError} when this item is among those that cannot be read */
function mustHave(item: string, { unreadable }: PackIndex): void {
  const broken = unreadable.find((each) => each.item === item);
  if (broken === undefined) return;
  const { why, remedy } = broken;
  throw new PipelineError(why, {
    stage: "input",
    item,
    ...remedy === undefined ? {} : { remedy },
  });
}

/**
 * Runs with the first batch of a job and one item, as arrays: those that are
 * packed, or packed for this alone: to look at one batch, a thousand others
 * need not be read.
 *
 * @throws {PipelineError} when the item cannot be read
 */
export async function withBatchItems<Result>(
  job: LearnJob,
  item: string,
  { signal }: Pick<LearnOptions, "signal">,
  run: (items: BatchItems) => Promise<Result>,
): Promise<Result> {
  const { description, stages, front, store } = job;
  const use = async (
    folder: string,
    index: PackIndex,
    asked: readonly string[] | undefined,
  ) => {
    mustHave(item, index);
    const lost = new Set(index.unreadable.map(({ item }) => item));
    const all = asked ?? firstBatch(without(front, lost), job);
    const ids = all.filter((id) => !lost.has(id));
    using items = new PackedItems(folder, index);
    return await run({ items, ids, unreadable: all.length - ids.length });
  };
  const scheduler = new Scheduler({ store, emit: () => {} });
  const input = await scheduler.peek(dataGraph(description, front).input);
  if (input) {
    return await use(input.folder, await packIndexOf(input), undefined);
  }
  const { behaviour } = stages.input;
  const training = itemsOf(front, front.sets.train);
  const encoder = behaviour.encoder(
    behaviour.fit(training.map(({ item }) => item)),
  );
  return await store.withTemporary("look", async (folder) => {
    const ids = firstBatch(front, job);
    const wanted = itemsOf(front, [...new Set([item, ...ids])]);
    const options = { onProgress: () => {}, signal };
    const unreadable = await packItems(encoder, wanted, folder, options);
    const index: PackIndex = JSON.parse(
      await readFile(join(folder, "index.json"), "utf8"),
    );
    return await use(folder, { ...index, unreadable }, ids);
  });
}
