/**
 * One item through every stage of a pipeline, one batch, and the network layer
 * by layer. Trains nothing and stores nothing.
 *
 * @module
 */
import { nearest } from "../../base/codec/nearest.ts";
import { itemApart, unknownItem } from "../../base/errors/look.ts";
import type { AdapterRecord } from "../../flow/events/event.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import { placementOf } from "../data/room.ts";
import type { LearnJob, LearnOptions } from "../run/job/job.ts";
import { targetsOf } from "../run/job/targets.ts";
import { Workbench } from "../run/job/workbench.ts";
import { batchesOf } from "../train/epoch.ts";
import { inParts } from "../train/memory.ts";
import type { Session } from "../train/session.ts";
import { type BatchItems, withBatchItems } from "./batch_items.ts";
import {
  readBack,
  type Walker,
  walkFront,
  walkNetwork,
  walkTarget,
  walkTransforms,
} from "./item_stages.ts";
import type { NetworkCost } from "./layer_costs.ts";
import { type Values, valuesOf } from "./values.ts";
import { type Failure, type Step, Walk } from "./walk.ts";

/** A batch as the network reads it, or the first part that goes at once. */
export interface BatchSummary {
  readonly items: number;
  readonly fields: readonly {
    readonly name: string;
    readonly values: Values;
  }[];
  readonly targets: Values;
  /** How many items of it could not be read. */
  readonly unreadable: number;
}

/** What a pipeline does to its data. */
export interface Summary {
  readonly item: string;
  readonly set: "train" | "valid";
  readonly sizes: { readonly [set in "train" | "valid" | "test"]: number };
  readonly classes: readonly (string | boolean)[];
  readonly steps: readonly Step[];
  /** Null where an earlier stage failed. */
  readonly batch: BatchSummary | null;
  readonly network: NetworkCost | null;
  readonly failed: Failure | null;
  readonly adapter: AdapterRecord | null;
}

/** What a summary is asked about. */
export interface SummaryTask {
  /** The first of the first batch unless named. */
  readonly item?: string;
}

/** The item that was asked about, or the first of the first batch. */
function chosen(job: LearnJob, item: string | undefined): string {
  const { front: { sets, items }, stages } = job;
  const { batch, seed } = stages.fit.behaviour;
  if (item === undefined) {
    return batchesOf(sets.train, batch, seed, 0)[0]?.[0] ?? "";
  }
  if (sets.train.includes(item) || sets.valid.includes(item)) return item;
  const ids = items.map(({ id }) => id);
  if (ids.includes(item)) {
    throw itemApart(item, sets.test.includes(item) ? "test" : null);
  }
  throw unknownItem(item, nearest(item, ids, 3));
}

async function batchOf(
  { job, vocabulary }: Walker,
  session: Session,
  { items, ids: all, unreadable }: BatchItems,
): Promise<BatchSummary> {
  const { tf, columns, most } = session;
  const { seed } = job.stages.fit.behaviour;
  const [ids = []] = inParts(all, most);
  const { inputs } = session.trainingBatch(
    items.read(ids, placementOf(seed, 0)),
    { seed, epoch: 0, step: 0, ids },
  );
  const fields = await Promise.all(
    Object.entries(inputs).map(async ([name, tensor]) => ({
      name,
      values: await readBack(tensor),
    })),
  );
  tf.dispose(Object.values(inputs));
  const rows = targetsOf(job.front, vocabulary, ids);
  const targets = Float32Array.from(ids.flatMap((id) => rows.get(id) ?? []));
  return {
    items: ids.length,
    fields,
    targets: valuesOf(targets, [ids.length, columns]),
    unreadable,
  };
}

/**
 * Walks one item through every stage; the first that fails is told, with the
 * item, and what comes after is left.
 *
 * @throws {PipelineError} when there is no such item
 * @throws {Interrupted} when the signal stopped it
 */
export async function summarize(
  job: LearnJob,
  { item: asked }: SummaryTask,
  options: LearnOptions,
): Promise<Summary> {
  const { stages, front } = job;
  const { vocabulary } = learnable(stages, front);
  const item = chosen(job, asked);
  const set = front.sets.train.includes(item) ? "train" : "valid";
  const walk = new Walk(item);
  const walker: Walker = { job, walk, item, set, vocabulary };
  await using workbench = new Workbench(job, options);
  let batch: BatchSummary | null = null;
  let network: NetworkCost | null = null;
  await walk.take(async () => {
    await walkFront(walker);
    walk.at("input");
    await withBatchItems(job, item, options, async (all) => {
      const { items } = all;
      const { seed } = stages.fit.behaviour;
      const placed = set === "train" ? placementOf(seed, 0) : undefined;
      const rows = items.read([item], placed);
      const { note } = stages.input.behaviour;
      for (const [at, { name, shape }] of items.fields.entries()) {
        const array = rows[at] ?? new Float32Array();
        walk.found(`${stages.input.op} ${name}`, {
          values: valuesOf(array, shape),
          ...note === undefined ? {} : { text: note },
        });
      }
      walk.at("architecture");
      const session = await workbench.session(items, vocabulary);
      await walkTransforms(walker, session, rows);
      walkTarget(walker);
      const context = { seed, epoch: 0, step: 0, ids: [item] };
      const inputs = set === "train"
        ? session.trainingBatch(rows, context).inputs
        : session.answeringBatch(rows, 1);
      try {
        network = await walkNetwork(walker, session, inputs);
      } finally {
        session.tf.dispose(Object.values(inputs));
      }
      walk.at("transforms");
      batch = await batchOf(walker, session, all);
      (await workbench.device()).check();
    });
  });
  const { train, valid, test } = front.sets;
  return {
    item,
    set,
    sizes: { train: train.length, valid: valid.length, test: test.length },
    classes: vocabulary.classes,
    steps: walk.steps,
    batch,
    network,
    failed: walk.failure,
    adapter: workbench.adapter,
  };
}
