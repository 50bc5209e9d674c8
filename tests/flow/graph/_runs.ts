/**
 * Runs of a pipeline with executors that compute next to nothing, so that what
 * runs again can be seen without a GPU.
 *
 * @module
 */
import type { Store } from "../../../src/base/store/store.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { recordFront } from "../../../src/app/run/front_record.ts";
import { divide } from "../../../src/app/run/divide.ts";
import type { Front } from "../../../src/flow/graph/front.ts";
import { itemsOf } from "../../../src/flow/graph/front.ts";
import {
  dataGraph,
  judging,
  learnGraph,
} from "../../../src/flow/graph/learning.ts";
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
}

/** Runs a pipeline as the engine does, front and all. */
export async function run(
  store: Store,
  pipeline: AnyPipeline,
  world: World = {},
): Promise<Ran> {
  const { weights, numerics = "the same", files = FILES } = world;
  const { pixels = (content: string) => content } = world;
  const stages = ownStages(pipeline);
  const description = describe(stages);
  const front = await frontOf(pipeline, world);
  const steps = await recordFront(store, front);
  const data = dataGraph(description, front);
  const graph = learnGraph(description, stages, front, data, {
    numerics,
    ...weights === undefined ? {} : { weights },
  });
  const write = (folder: string, value: unknown) =>
    Deno.writeTextFile(`${folder}/value.json`, JSON.stringify(value));
  const byKey: Executor = ({ key, folder }) => write(folder, key);
  const keys: Record<string, string> = {};
  const scheduler = new Scheduler({
    store,
    emit: (event) => {
      if (event.type === "node.state") {
        keys[event.node] = event.key.slice(0, 10);
      }
    },
    executors: {
      statistics: ({ folder }) => {
        const training = itemsOf(front, front.sets.train);
        const { fit } = stages.input.behaviour;
        return write(folder, fit(training.map(({ item }) => item)));
      },
      input: async ({ node, inputs, folder }) => {
        const { statistics } = inputs;
        const rows = front.items.map(({ id, item, file }) =>
          file ? [id, pixels(files[id] ?? "")] : [id, item]
        );
        const learned = await statistics?.readJson("value.json");
        await write(folder, [node.params, learned, rows]);
      },
      epoch: byKey,
      predictions: byKey,
      augmented: byKey,
      metric: byKey,
      model: byKey,
    },
  });
  const last = graph.epochs.at(-1);
  const ends = [...last ? [last] : [], ...graph.metrics.values(), graph.model];
  for (const node of ends) await scheduler.resolve(node);
  const executed = [...steps.executed, ...scheduler.account.executed];
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
  };
}
