/**
 * Items as the input reads them and as the network sees them, in the order and
 * with the draws of an epoch.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dataGraph } from "../../flow/graph/learning.ts";
import { Scheduler } from "../../flow/scheduler/scheduler.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Batch } from "../../flow/stage/tensors.ts";
import type { Rows } from "../data/packed_items.ts";
import { placementOf } from "../data/room.ts";
import { dataExecutors } from "../run/job/data_executors.ts";
import type { LearnJob, LearnOptions } from "../run/job/job.ts";
import { graphOf } from "../run/job/job_graph.ts";
import { Workbench } from "../run/job/workbench.ts";
import { batchesOf } from "../train/epoch.ts";
import { inParts } from "../train/memory.ts";
import type { Session } from "../train/session.ts";
import { makingOf } from "./making_of.ts";
import { toPixels } from "./to_pixels.ts";

/** Which items are looked at. */
export interface ShowTask {
  readonly set: "train" | "valid";
  /** The most items. */
  readonly count: number;
  /** Of all epochs of a run, counted from 1. */
  readonly epoch: number;
  /** That of the schedule unless told. */
  readonly seed?: number;
  /** Where pictures are written to. */
  readonly folder: string;
}

/** One item that was looked at. */
export interface ShownItem {
  readonly id: string;
  readonly label: LabelValue;
  readonly item: Json;
  /** What each field holds that is no picture: read, then seen. */
  readonly columns: readonly {
    readonly field: string;
    readonly read: readonly number[];
    readonly seen: readonly number[];
  }[];
}

/** Pictures of all items, in a file of RGB bytes, one after the other. */
export interface Pictures {
  readonly title: string;
  readonly file: string;
  readonly height: number;
  readonly width: number;
}

/** Items after each stage. */
export interface Shown {
  readonly set: ShowTask["set"];
  readonly epoch: number;
  readonly seed: number;
  readonly items: readonly ShownItem[];
  /** Empty where items are no pictures. */
  readonly pictures: readonly Pictures[];
}

/** The batches of a set that hold the first items of an epoch. */
function batchesFor(
  { stages, front }: Pick<LearnJob, "stages" | "front">,
  { set, count, epoch, seed }: Required<Omit<ShowTask, "folder">>,
): readonly (readonly string[])[] {
  const { batch } = stages.fit.behaviour;
  if (set === "train") {
    return batchesOf(front.sets.train, batch, seed, epoch - 1)
      .slice(0, Math.ceil(count / batch));
  }
  const { valid } = front.sets;
  const most = Math.min(count, valid.length);
  // From all over the set: it is sorted, and would begin with one class.
  const ids = Array.from(
    { length: most },
    (_, at) => valid[Math.floor(at * valid.length / most)] ?? "",
  );
  return Array.from(
    { length: Math.ceil(ids.length / batch) },
    (_, at) => ids.slice(at * batch, (at + 1) * batch),
  );
}

/** Items that go through at once. */
interface Together {
  readonly ids: readonly string[];
  readonly step: number;
  /** Of the batch of that step. */
  readonly part: number;
}

/** Items as their set has them: the very ones that training reads. */
function seenBatch(
  session: Session,
  rows: Rows,
  { set, epoch, seed }: Required<Omit<ShowTask, "folder">>,
  { ids, step, part }: Together,
): Batch {
  if (set === "valid") return session.answeringBatch(rows, ids.length);
  const context = { seed, epoch: epoch - 1, step, part, ids };
  return session.trainingBatch(rows, context).inputs;
}

/**
 * Reads items and shows them to nobody but whoever looks: pictures as files in
 * the task's folder, columns as numbers. Items are packed, or were packed
 * before; nothing else is stored.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal stopped it
 */
export async function showItems(
  job: LearnJob,
  { folder, ...task }: ShowTask,
  options: LearnOptions,
): Promise<Shown> {
  const { seed = job.stages.fit.behaviour.seed } = task;
  const asked = { ...task, seed };
  await using workbench = new Workbench(job, options);
  const scheduler = new Scheduler({
    store: job.store,
    emit: options.emit,
    provenance: () => workbench.provenance(),
    executors: dataExecutors(job, options),
  });
  const input = await scheduler.resolve(
    dataGraph(job.description, job.front).input,
  );
  const { front, index, graph } = await graphOf(job, input, options.emit);
  const items = workbench.items(input, index);
  const session = await workbench.session(items, graph.vocabulary);
  const image = items.fields.find(({ shape }) => shape.length === 3);
  const making = makingOf(session, task.set);
  const known = new Map(
    front.items.map((each, at) => [each.id, { ...each, at }]),
  );
  const shown: ShownItem[] = [];
  const [read, seen]: [Uint8Array[], Uint8Array[]] = [[], []];
  let side: readonly number[] = [];
  const together: readonly Together[] = batchesFor({ ...job, front }, asked)
    .flatMap((batch, step) =>
      inParts(batch, session.most).map((ids, part) => ({ ids, step, part }))
    );
  for (const each of together) {
    const { ids } = each;
    const rows = items.read(
      ids,
      task.set === "train" ? placementOf(seed, task.epoch - 1) : undefined,
    );
    const batch = seenBatch(session, rows, asked, each);
    const values = new Map<string, Float32Array>();
    for (const [name, tensor] of Object.entries(batch)) {
      values.set(name, Float32Array.from(await tensor.data()));
      if (name === image?.name) side = tensor.shape.slice(1);
    }
    session.tf.dispose(Object.values(batch));
    const left = ids.slice(0, task.count - shown.length);
    for (const [at, id] of left.entries()) {
      const own = (array: ArrayLike<number>) => {
        const size = array.length / ids.length;
        return Array.prototype.slice.call(array, at * size, (at + 1) * size);
      };
      const { item = null, at: place = -1 } = known.get(id) ?? {};
      const columns = items.fields.flatMap(({ name, shape }, field) =>
        shape.length === 3 ? [] : [{
          field: name,
          read: own(rows[field] ?? []),
          seen: own(values.get(name) ?? []),
        }]
      );
      shown.push({ id, label: front.labels[place] ?? "", item, columns });
      if (image === undefined) continue;
      const field = items.fields.indexOf(image);
      const scale = image.dtype === "uint8" ? 255 : 1;
      const before = own(rows[field] ?? []).map((value) => value / scale);
      read.push(toPixels(before, image.shape));
      seen.push(
        toPixels(own(values.get(image.name) ?? []), side, making),
      );
    }
  }
  (await workbench.device()).check();
  const write = async (
    title: string,
    file: string,
    pixels: readonly Uint8Array[],
    [height = 0, width = 0]: readonly number[],
  ): Promise<Pictures> => {
    await writeFile(join(folder, file), Buffer.concat(pixels));
    return { title, file, height, width };
  };
  const pictures = image === undefined ? [] : [
    await write("input", "input.bin", read, image.shape),
    await write("network", "network.bin", seen, side),
  ];
  const { set, epoch } = task;
  return { set, epoch, seed, items: shown, pictures };
}
