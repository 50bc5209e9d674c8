/**
 * What each stage makes of one item, step by step.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { imageInfo } from "../../base/codec/image.ts";
import { unknownItem } from "../../base/errors/look.ts";
import type { Vocabulary } from "../../flow/graph/targets.ts";
import { fieldsAfter } from "../../flow/stage/fields_after.ts";
import { DEFAULT_OPTIMIZER } from "../../flow/stage/optimizer.ts";
import type { ListedItem } from "../../flow/stage/source.ts";
import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import type { Rectangle } from "../../flow/stage/transform.ts";
import { toBatch } from "../data/batch.ts";
import type { Rows } from "../data/packed_items.ts";
import type { LearnJob } from "../run/job/job.ts";
import { targetsOf } from "../run/job/targets.ts";
import { erasedParts } from "../train/erasing.ts";
import { answeringForward } from "../train/forward.ts";
import { ruleOf } from "../train/optimizer.ts";
import type { Session } from "../train/session.ts";
import {
  transformAlways,
  transformTraining,
} from "../train/transform_batch.ts";
import { type NetworkCost, networkCost } from "./layer_costs.ts";
import { countMultiplyAdds } from "./multiply_adds.ts";
import { type Values, valuesOf } from "./values.ts";
import type { Walk } from "./walk.ts";

/** Values of a tensor, read back. */
export async function readBack(tensor: Tensor): Promise<Values> {
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

/** Who walks: one item of a job. */
export interface Walker {
  readonly job: LearnJob;
  readonly walk: Walk;
  readonly item: string;
  readonly set: "train" | "valid";
  readonly vocabulary: Vocabulary;
}

/** What is known of an item before it is read. */
export async function walkFront(
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
export function walkTarget({ job, walk, item, vocabulary }: Walker): void {
  walk.at("target");
  const row = targetsOf(job.front, vocabulary, [item]).get(item) ?? [];
  const of = vocabulary.kind === "quantity"
    ? ""
    : ` of ${vocabulary.classes.join(", ")}`;
  walk.found(vocabulary.kind, { text: `[${row.join(", ")}]${of}` });
}

/** What is erased of an image, for people. */
function erasedText(
  parts: readonly Rectangle[],
  { normalization }: Pick<Session, "normalization">,
): string {
  const each = parts.map(({ top, left, height, width }) =>
    `${width} x ${height} from (${left}, ${top})`
  );
  if (each.length === 0) return "erases nothing of it in epoch 1";
  const when = normalization ? ", once normalized" : "";
  return `erases ${each.join(", ")}${when}`;
}

/** The transforms of an item one after the other, as its set has them. */
export async function walkTransforms(
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
  const [{ shape: [height = 0, width = 0] } = image] = fieldsAfter(
    [image],
    passes,
  );
  for (const [at, { op, behaviour }] of transforms.entries()) {
    if ("mix" in behaviour) {
      walk.found(op, { text: "mixes images of a batch" });
      continue;
    }
    if ("erase" in behaviour) {
      const context = { seed, epoch: 0, at, id: item };
      const text = set === "train"
        ? erasedText(erasedParts(behaviour, { height, width }, context), {
          normalization,
        })
        : "in training only";
      walk.found(op, { text });
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
export async function walkNetwork(
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
