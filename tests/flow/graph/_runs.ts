/**
 * Runs of a pipeline with executors that compute next to nothing, so that what
 * runs again can be seen without a GPU.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Entry, Store } from "../../../src/base/store/store.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { divide } from "../../../src/app/child/divide.ts";
import { frontOutlook } from "../../../src/app/run/front_outlook.ts";
import { recordFront } from "../../../src/app/run/front_record.ts";
import type { PackIndex } from "../../../src/engine/data/pack.ts";
import { historyOf } from "../../../src/engine/run/job/checkpoints.ts";
import { trainCourse } from "../../../src/engine/run/recall/follow.ts";
import type { LearnJob } from "../../../src/engine/run/job/job.ts";
import { tracesOf } from "../../../src/engine/run/job/job_graph.ts";
import { lookAhead } from "../../../src/engine/run/plan/look_ahead.ts";
import { NUMERICS } from "../../../src/engine/run/job/numerics.ts";
import type { EpochRow } from "../../../src/flow/events/event.ts";
import { along } from "../../../src/flow/graph/along.ts";
import { programOfNode } from "../../../src/flow/graph/epoch_node.ts";
import type { Front } from "../../../src/flow/graph/front.ts";
import { itemsOf } from "../../../src/flow/graph/front.ts";
import { frontTraces } from "../../../src/flow/graph/front_traces.ts";
import {
  dataGraph,
  judging,
  learnGraph,
} from "../../../src/flow/graph/learning.ts";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { type Plan, planOf } from "../../../src/flow/graph/plan.ts";
import type { NodeTrace } from "../../../src/flow/graph/trace.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import type { AnyPipeline } from "../../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import type { SourceHost } from "../../../src/flow/stage/source.ts";
import {
  type Executor,
  Scheduler,
} from "../../../src/flow/scheduler/scheduler.ts";

/** Image files: what is in them, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** Six cats and six dogs; no two files are alike. */
export const FILES: Files = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => {
    const path = `${at % 2 === 0 ? "cat" : "dog"}_${at}.png`;
    return [path, `pixels of ${path}`];
  }),
);

/** What a run is made of besides its pipeline. */
export interface World {
  readonly files?: Files;
  /** The folder that holds the files. */
  readonly folder?: string;
  readonly weights?: string;
  readonly numerics?: Json;
  /** How much of a file its pixels are: all, unless told. */
  readonly pixels?: (content: string) => string;
}

function hostOf({ files = FILES, folder = "/data" }: World): SourceHost {
  return {
    files: () =>
      Promise.resolve(
        Object.entries(files).map(([path, content]) => ({
          path,
          absolute: `${folder}/${path}`,
          size: content.length,
          sha256: sha256(content),
        })),
      ),
    text: () => Promise.reject(new Error("there is no text")),
  };
}

/** The items of a pipeline, labelled and divided. */
export async function frontOf(
  pipeline: AnyPipeline,
  world: World = {},
): Promise<Front> {
  const { source, split } = ownStages(pipeline);
  const { items } = await source.behaviour.list(hostOf(world));
  const { labels, sets } = divide(pipeline, split, items);
  return { items, labels, sets };
}

/** What a run did, by node name, and the keys that its nodes have. */
export interface Ran {
  readonly executed: readonly string[];
  readonly reused: readonly string[];
  /** The first ten digits of each. */
  readonly keys: Readonly<Record<string, string>>;
  /** What a record of it holds, in the order of the flow. */
  readonly nodes: readonly NodeTrace[];
}

async function jobOf(
  store: Store,
  pipeline: AnyPipeline,
  world: World,
): Promise<LearnJob> {
  const { weights } = world;
  const stages = ownStages(pipeline);
  return {
    description: describe(stages),
    stages,
    front: await frontOf(pipeline, world),
    store,
    read: () => Promise.reject(new Error("nothing is read")),
    strict: false,
    ...weights === undefined ? {} : { weights },
  };
}

/** Validation falls from epoch to epoch, and the loss of training rises. */
async function addRow(
  folder: string,
  node: Computed,
  after: Entry | undefined,
): Promise<void> {
  const { phase, epoch, epochs } = programOfNode(node);
  const rows = after ? await historyOf(after) : [];
  const row: EpochRow = {
    phase,
    epoch,
    epochs,
    train_loss: epoch,
    valid_loss: 1 / epoch,
    metrics: {},
    seconds: 10,
  };
  await write(folder, "history.json", [...rows, row]);
}

const write = (folder: string, file: string, value: unknown) =>
  Deno.writeTextFile(`${folder}/${file}`, JSON.stringify(value));

/** A table is kept beside its epoch. */
const isTable = (name: string) => name.endsWith("/table");

/** Runs a pipeline as the engine does, front and all. */
export async function run(
  store: Store,
  pipeline: AnyPipeline,
  world: World = {},
): Promise<Ran> {
  const { weights, numerics = NUMERICS, files = FILES } = world;
  const { pixels = (content: string) => content } = world;
  const job = await jobOf(store, pipeline, world);
  const { description, stages, front } = job;
  const steps = await recordFront(store, front);
  const data = dataGraph(description, front);
  const planned = learnGraph(description, stages, front, data, {
    numerics,
    ...weights === undefined ? {} : { weights },
  });
  const byKey: Executor = ({ key, folder }) => write(folder, "value.json", key);
  const keys: Record<string, string> = {};
  const scheduler = new Scheduler({
    store,
    emit: (event) => {
      if (
        event.type === "node.state" && event.key !== null &&
        !isTable(event.node)
      ) {
        keys[event.node] = event.key.slice(0, 10);
      }
    },
    executors: {
      statistics: ({ folder }) => {
        const training = itemsOf(front, front.sets.train);
        const { fit } = stages.input.behaviour;
        const learned = fit(training.map(({ item }) => item));
        return write(folder, "statistics.json", learned);
      },
      input: async ({ node, inputs, folder }) => {
        const { statistics } = inputs;
        const rows = front.items.map(({ id, item, file }) =>
          file ? [id, pixels(files[id] ?? "")] : [id, item]
        );
        const learned = await statistics?.readJson("statistics.json");
        await write(folder, "value.json", [node.params, learned, rows]);
        const index: PackIndex = { fields: [], ids: [], unreadable: [] };
        await write(folder, "index.json", index);
      },
      epoch: async ({ node, key, after, folder }) => {
        await write(folder, "value.json", key);
        await addRow(folder, node, after);
      },
      table: async ({ after, folder }) => {
        assert.ok(after);
        await write(folder, "history.json", await historyOf(after));
      },
      predictions: byKey,
      augmented: byKey,
      metric: byKey,
      model: byKey,
    },
  });
  await scheduler.resolve(data.input);
  const course = await trainCourse(job, planned, {
    scheduler,
    // Nothing is thinned here.
    trainer: { passing: { spare() {}, thin: () => Promise.resolve() } },
    onDecision: () => {},
  });
  const graph = along(planned, course);
  await scheduler.resolveAll([...graph.metrics.values(), graph.model]);
  const executed = [
    ...steps.executed,
    ...scheduler.account.executed.filter((name) => !isTable(name)),
  ];
  const all = [
    "source",
    "label",
    "split",
    ...[
      ...Object.values(data),
      ...graph.epochs,
      ...judging(graph),
      graph.model,
    ].map(({ name }) => name),
  ];
  return {
    executed,
    reused: all.filter((name) => !executed.includes(name)),
    keys,
    nodes: [
      ...frontTraces(description, front),
      ...await tracesOf({ front, data, graph }, course, scheduler),
    ],
  };
}

/** What a run would do, after one that is recorded. */
export async function planned(
  store: Store,
  pipeline: AnyPipeline,
  { nodes }: Pick<Ran, "nodes">,
  world: World = {},
): Promise<Plan> {
  const job = await jobOf(store, pipeline, world);
  const { description, front } = job;
  const before = await frontOutlook(description, front, store);
  const { nodes: outlook } = await lookAhead(job, () => {});
  const past = { runs: [{ nodes }], failed: [] };
  return planOf([...before, ...outlook], past, (seconds) => `${seconds} s`);
}
