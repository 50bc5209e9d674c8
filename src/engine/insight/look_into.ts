/**
 * Looks into the network of a trained pipeline: what excites its channels, what
 * of an image does, and what speaks for its answers. Trains and stores nothing.
 *
 * @module
 */
import { nothingToSee } from "../../base/errors/insight.ts";
import type { AdapterRecord } from "../../flow/events/event.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import { evenly } from "../data/evenly.ts";
import { stateOf } from "../run/job/checkpoints.ts";
import type { LearnJob, LearnOptions } from "../run/job/job.ts";
import { predictionsOf } from "../run/job/judging.ts";
import type { TrainedJob } from "../run/recall/recall.ts";
import { targetsOf } from "../run/job/targets.ts";
import { throttled } from "../run/job/throttle.ts";
import { Workbench } from "../run/job/workbench.ts";
import { type CamInsight, camInsight } from "./card_insight.ts";
import { decidingLayer, layerOf } from "./choose_layers.ts";
import { firstFilters } from "./first_filters.ts";
import { type LayerInsight, layerInsights } from "./layer_insight.ts";
import { Look, type PictureFile } from "./look.ts";
import { type SeenLayer, seenLayers } from "./seen_layers.ts";

/** What is looked at. */
export interface InsightTask {
  readonly set: "train" | "valid";
  /** Names of layers; the one that decides unless there are some. */
  readonly layers: readonly string[];
  /** Channels of each layer, at most. */
  readonly channels: number;
  /** Items of the set, at most. */
  readonly items: number;
  /** Items of which it is shown what speaks for the answer, at most. */
  readonly cards: number;
  /** Where pictures are written to. */
  readonly folder: string;
}

/** What a look into a network has seen. */
export interface Insight {
  readonly architecture: string;
  readonly set: InsightTask["set"];
  /** Items that were looked at, of so many. */
  readonly looked: number;
  readonly of: number;
  /** Of an image as the network reads it: its height and width. */
  readonly sides: readonly number[];
  readonly target: Predictions["target"];
  readonly classes: readonly string[];
  /** Null where no first filters look at more than a pixel. */
  readonly filters: (PictureFile & { readonly variable: string }) | null;
  readonly layers: readonly LayerInsight[];
  readonly cam: CamInsight;
  readonly adapter: AdapterRecord | null;
}

/** Filters that are shown of the first layer. */
const FILTERS = 96;

async function filtersOf(look: Look, channels: number) {
  const { network, variables } = look.session;
  const values = await variables.read();
  const filters = firstFilters(
    network.variables,
    (name) => values.get(name) ?? new Float32Array(),
    { channels, most: FILTERS },
  );
  if (filters === undefined) return null;
  const { variable, pixels } = filters;
  return { variable, ...await look.write("filters.bin", [pixels], filters) };
}

/** The layers that were asked for, and the one that decides. */
function chosen(
  seen: readonly SeenLayer[],
  { layers }: InsightTask,
  op: string,
): { readonly asked: readonly SeenLayer[]; readonly deciding: SeenLayer } {
  const deciding = decidingLayer(seen);
  if (deciding === undefined) {
    throw nothingToSee(op, "none of its layers makes images, or shows them");
  }
  const asked = layers.length > 0
    ? [...new Set(layers.map((name) => layerOf(seen, name)))]
    : [deciding];
  return { asked, deciding };
}

/**
 * Looks into a trained network.
 *
 * @throws {PipelineError} when it makes no images of images, or has no layer of
 * a name that was asked for
 * @throws {Interrupted} when the signal stopped it
 */
export async function lookInto(
  job: LearnJob,
  { front, graph: { vocabulary }, index, input, checkpoint }: TrainedJob,
  task: InsightTask,
  options: LearnOptions,
): Promise<Insight> {
  const { op } = job.stages.architecture;
  await using workbench = new Workbench(job, options);
  const items = workbench.items(input, index);
  const image = items.fields.find(({ shape }) => shape.length === 3);
  if (image === undefined) {
    throw nothingToSee(op, "it reads no images, and has no convolutions");
  }
  const session = await workbench.session(items, vocabulary);
  session.variables.assign((await stateOf(checkpoint)).variables);
  const { folder } = task;
  const { signal, emit } = options;
  const look = new Look({ session, items, image, folder, signal });
  const all = front.sets[task.set];
  const ids = evenly(all, task.items);
  let seen: readonly SeenLayer[] = [];
  let sides: readonly number[] = [];
  await look.each(ids.slice(0, 1), (id) => id, ({ tensors, side }) => {
    sides = side.slice(0, 2);
    seen = seenLayers(session, tensors, image.name);
    return Promise.resolve();
  });
  const { asked, deciding } = chosen(seen, task, op);
  const total = ids.length;
  const onItems = throttled(
    total,
    (done) => emit({ type: "progress", node: "inspect", done, total }),
  );
  const { layers, outputs } = await layerInsights(look, asked, {
    ids,
    channels: task.channels,
    onItems,
  });
  const rows = targetsOf(front, vocabulary, ids);
  const targets = Float32Array.from(ids.flatMap((id) => rows.get(id) ?? []));
  const answers = { outputs, targets };
  const predictions = predictionsOf(answers, total, vocabulary);
  const most = task.cards;
  const cam = await camInsight(look, deciding, { ids, predictions, most });
  const filters = await filtersOf(look, image.shape[2] ?? 0);
  await (await workbench.device()).settle();
  return {
    architecture: op,
    set: task.set,
    looked: total,
    of: all.length,
    sides,
    target: predictions.target,
    classes: predictions.classes.map(String),
    filters,
    layers,
    cam,
    adapter: workbench.adapter,
  };
}
