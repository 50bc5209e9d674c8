/**
 * One item through every stage of a pipeline, one batch, and the network layer
 * by layer. Trains nothing and stores nothing.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { imageInfo } from "../../base/codec/image.ts";
import { nearest } from "../../base/codec/nearest.ts";
import { itemApart, unknownItem } from "../../base/errors/look.ts";
import type { AdapterRecord } from "../../flow/events/event.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import type { Vocabulary } from "../../flow/graph/targets.ts";
import { DEFAULT_OPTIMIZER } from "../../flow/stage/optimizer.ts";
import type { ListedItem } from "../../flow/stage/source.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import { toBatch } from "../data/batch.ts";
import type { Rows } from "../data/packed_items.ts";
import { placementOf } from "../data/room.ts";
import type { LearnJob, LearnOptions } from "../run/job.ts";
import { targetsOf } from "../run/targets.ts";
import { Workbench } from "../run/workbench.ts";
import { batchesOf } from "../train/epoch.ts";
import { answeringForward } from "../train/forward.ts";
import { ruleOf } from "../train/optimizer.ts";
import type { Session } from "../train/session.ts";
import {
  transformAlways,
  transformTraining,
} from "../train/transform_batch.ts";
import { type BatchItems, withBatchItems } from "./batch_items.ts";
import { type NetworkCost, networkCost } from "./layer_costs.ts";
import { countMultiplyAdds } from "./multiply_adds.ts";
import { type Values, valuesOf } from "./values.ts";
import { type Failure, type Step, Walk } from "./walk.ts";

/** A batch as the network reads it. */
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

/** Values of a tensor, read back. */
async function readBack(tensor: Tensor): Promise<Values> {
  const data = await tensor.data();
  const array = tensor.dtype === "int32"
    ? Int32Array.from(data)
    : Float32Array.from(data);
  return valuesOf(array, tensor.shape);
}

/** The same of one item: the shape without its batch. */
async function readOne(tensor: Tensor): Promise<Values> {
  const values = await readBack(tensor);
  return { ...values, shape: values.shape.slice(1) };
}

/** What a file is, as far as its name and header tell. */
async function fileText({ id, file }: ListedItem): Promise<string> {
  if (file === undefined) return "";
  const bytes = new Uint8Array(await readFile(file.absolute));
  const size = `${bytes.length} bytes`;
  const info = await imageInfo(bytes, id).catch(() => undefined);
  return info ? `${info.width} x ${info.height} ${info.format}, ${size}` : size;
}

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

/** Who walks: one item of a job. */
interface Walker {
  readonly job: LearnJob;
  readonly walk: Walk;
  readonly item: string;
  readonly set: "train" | "valid";
  readonly vocabulary: Vocabulary;
}

async function walkFront(
  { job, walk, item, set }: Walker,
): Promise<void> {
  const { front, stages } = job;
  const at = front.items.findIndex(({ id }) => id === item);
  const listed = front.items[at];
  if (listed === undefined) throw unknownItem(item, []);
  walk.at("source");
  const file = await fileText(listed).catch(() => "");
  walk.found(stages.source.op, { text: file || JSON.stringify(listed.item) });
  walk.at("label");
  walk.found("label", { text: JSON.stringify(front.labels[at]) });
  walk.at("split");
  walk.found(stages.split.op, { text: set });
}

/** What the loss will score an item by. */
function walkTarget({ job, walk, item, vocabulary }: Walker): void {
  walk.at("target");
  const row = targetsOf(job.front, vocabulary, [item]).get(item) ?? [];
  const of = vocabulary.kind === "quantity"
    ? ""
    : ` of ${vocabulary.classes.join(", ")}`;
  walk.found(vocabulary.kind, { text: `[${row.join(", ")}]${of}` });
}

/** The transforms of an item one after the other, as its set has them. */
async function walkTransforms(
  { job, walk, item, set }: Walker,
  { tf, fields, normalization }: Session,
  rows: Rows,
): Promise<void> {
  const image = fields.find(({ shape }) => shape.length === 3);
  const { seed } = job.stages.fit.behaviour;
  const transforms = job.stages.transforms
    .filter(({ behaviour }) => behaviour.when !== "evaluate");
  if (image === undefined) return;
  walk.at("transforms");
  const passes = transforms.map(({ behaviour }) => behaviour);
  for (const [at, { op, behaviour }] of transforms.entries()) {
    if ("mix" in behaviour) {
      walk.found(op, { text: "mixes images of a batch" });
      continue;
    }
    const made = tf.tidy(() => {
      const images = toBatch(tf, fields, rows, 1)[image.name] as Tensor4D;
      const until = passes.slice(0, at + 1);
      return set === "train"
        ? transformTraining({ tf, seed, epoch: 0, ids: [item] }, until, images)
        : transformAlways(tf, until, images);
    });
    const values = await readOne(made);
    made.dispose();
    const trains = behaviour.when === "train" && set === "valid";
    walk.found(op, { values, ...trains ? { text: "in training only" } : {} });
  }
  if (normalization === undefined) return;
  const { mean, deviation } = normalization;
  const text = `(x - ${mean.join(" ")}) / ${deviation.join(" ")}`;
  walk.found("normalized as the weights expect", { text });
}

/** One item through the network, and what it costs. */
async function walkNetwork(
  { job, walk, item, vocabulary }: Walker,
  session: Session,
  inputs: Batch,
): Promise<NetworkCost> {
  const { tf, variables, network, stages: { architecture, loss, fit } } =
    session;
  walk.at("architecture");
  for (const [name, tensor] of Object.entries(inputs)) {
    walk.found(`${architecture.op} reads ${name}`, {
      values: await readOne(tensor),
    });
  }
  const { result: outputs, counted } = countMultiplyAdds(
    tf,
    variables.all,
    () =>
      tf.tidy(() => network.forward(answeringForward(tf, variables), inputs)),
  );
  walk.found(architecture.op, { values: await readOne(outputs) });
  walk.at("loss");
  const row = targetsOf(job.front, vocabulary, [item]).get(item) ?? [];
  const score = async (of: Tensor2D) => {
    const scored = tf.tidy(() =>
      loss.behaviour.perItem(tf, of, tf.tensor2d([...row], [1, row.length]))
    );
    const values = await readOne(scored);
    scored.dispose();
    return values;
  };
  const zeros: Tensor2D = tf.zeros([1, row.length]);
  try {
    const { mean: even } = await score(zeros);
    walk.found(loss.op, {
      values: await score(outputs),
      ...vocabulary.kind === "category" && even !== null
        ? { text: `undecided: ${even.toFixed(4)}` }
        : {},
    });
  } finally {
    tf.dispose([zeros, outputs]);
  }
  const { batch, momentum, optimizer = DEFAULT_OPTIMIZER } = fit.behaviour;
  const { groups } = architecture.behaviour;
  return networkCost(network, {
    counted,
    phases: fit.behaviour.phases({ groups }),
    batch,
    moments: ruleOf(optimizer, momentum).rows.length,
  });
}

async function batchOf(
  { job, vocabulary }: Walker,
  session: Session,
  { items, ids, unreadable }: BatchItems,
): Promise<BatchSummary> {
  const { tf, columns } = session;
  const { seed } = job.stages.fit.behaviour;
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
      for (const [at, { name, shape }] of items.fields.entries()) {
        const array = rows[at] ?? new Float32Array();
        walk.found(`${stages.input.op} ${name}`, {
          values: valuesOf(array, shape),
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
