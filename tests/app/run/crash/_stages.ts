/**
 * What is killed: the code that runs do each thing with, a turn at a time.
 * Whoever takes a turn finds what others did of it, and does the rest.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { hashOf, sha256 } from "../../../../src/base/codec/sha256.ts";
import type { Store } from "../../../../src/base/store/store.ts";
import type { Computed } from "../../../../src/flow/graph/node.ts";
import {
  type Executor,
  Scheduler,
} from "../../../../src/flow/scheduler/scheduler.ts";

/** One turn of a stage. */
export interface Turn {
  readonly store: Store;
  /** Of the server that has what is fetched. */
  readonly url: string;
  /** The number of the turn. */
  readonly at: number;
  /** Tells how far it is: `"done 3"` is a promise that a kill cannot break. */
  readonly say: (line: string) => void;
}

/** A stage: what it needs is loaded once. */
export interface Stage {
  prepare(): Promise<(turn: Turn) => Promise<void>>;
}

/** The bytes of a file to be downloaded. */
export function bodyOf(at: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 30_000 }, (_, i) => (i * i + at) % 251);
}

/** The names and content of the files of a dataset. */
export const PACKED: ReadonlyMap<string, string> = new Map(
  Array.from(
    { length: 30 },
    (_, at) => [`pets/${at}.txt`, `${at} `.repeat(500)],
  ),
);

export const IMAGES = 10;
export const EPOCHS = 3;
const STEPS = 4;

/** Says when a computation begins, and that it came to its end. */
function scheduled(
  { store, at, say }: Turn,
  executors: Readonly<Record<string, Executor>>,
): Scheduler {
  return new Scheduler({
    store,
    executors,
    emit(event) {
      if (event.type === "node.state" && event.state === "done") {
        say(`executed ${at} ${event.node}`);
      }
      if (event.type === "notice") say(`waits ${at}`);
    },
  });
}

/** The node that decodes images in a turn. */
export function decodeNode(at: number): Computed {
  return {
    name: "input",
    kind: "input",
    version: 1,
    params: { at },
    inputs: {},
  };
}

/** The epochs of the training of a turn. */
export function epochNodes(at: number): readonly Computed[] {
  const nodes: Computed[] = [];
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    const after = nodes.at(-1);
    nodes.push({
      name: `fit/${epoch}`,
      kind: "epoch",
      version: 1,
      params: { at, epoch },
      inputs: {},
      ...after ? { after } : {},
    });
  }
  return nodes;
}

/** What a training learns in a step: it depends on all steps before. */
function learned(before: string, at: number, step: number): string {
  return sha256(`${before} ${at} ${step}`);
}

/** What an unbroken training ends with. */
export function unbroken(at: number): string {
  let value = "";
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    for (let step = 0; step < STEPS; step++) value = learned(value, at, step);
  }
  return value;
}

const bytesOf = (value: unknown) =>
  new TextEncoder().encode(JSON.stringify(value));

/** A partial state: the same twice, so that half of it shows. */
export function stateOf(value: unknown): ReadonlyMap<string, Uint8Array> {
  return new Map([["a", bytesOf(value)], ["b", bytesOf(value)]]);
}

/** What a partial state says; both halves must. */
export function valueOf<Value>(
  state: ReadonlyMap<string, Uint8Array> | undefined,
): Value | undefined {
  if (state === undefined) return undefined;
  const [a, b] = ["a", "b"].map((name) =>
    new TextDecoder().decode(state.get(name))
  );
  assert.equal(a, b, "half of a state");
  return JSON.parse(a ?? "");
}

/** Trains an epoch from where it was left, its state saved after each step. */
function trainingExecutor({ store, at, say }: Turn): Executor {
  return async ({ node, key, after, folder }) => {
    let { step, value } = valueOf<{ step: number; value: string }>(
      await store.readPartial(key),
    ) ?? { step: 0, value: String(await after?.readJson("value.json") ?? "") };
    say(`from ${at} ${node.name} ${step}`);
    while (step < STEPS) {
      value = learned(value, at, step++);
      await store.writePartial(key, stateOf({ step, value }));
      say(`saved ${at} ${node.name} ${step}`);
    }
    await Deno.writeTextFile(join(folder, "value.json"), JSON.stringify(value));
  };
}

export const stages = {
  download: {
    async prepare() {
      const { fetchFile } = await import(
        "../../../../src/base/store/fetch_file.ts"
      );
      return async ({ store: { root }, url, at, say }) => {
        await fetchFile({ url: `${url}/file-${at}` }, {
          cacheRoot: root,
          onProgress: ({ bytes }) => say(`bytes ${at} ${bytes}`),
        });
        say(`done ${at}`);
      };
    },
  },
  unpack: {
    async prepare() {
      const { fetchDataset } = await import(
        "../../../../src/base/store/dataset.ts"
      );
      return async ({ store: { root }, url, at, say }) => {
        await fetchDataset({ name: `set-${at}`, url: `${url}/set-${at}.tgz` }, {
          cacheRoot: root,
          onProgress: ({ bytes, total }) =>
            say(`${bytes === total ? "unpacks" : "bytes"} ${at}`),
          onWait: () => say(`waits ${at}`),
        });
        say(`done ${at}`);
      };
    },
  },
  decode: {
    async prepare() {
      const [{ packItems }, { imageStage }] = await Promise.all([
        import("../../../../src/engine/data/pack.ts"),
        import("../../../../src/stages/input/image.ts"),
      ]);
      const encoder = imageStage({ size: 8 }).behaviour.encoder(null);
      const { signal } = new AbortController();
      return async (turn) => {
        const { store: { root }, at, say } = turn;
        const items = Array.from({ length: IMAGES }, (_, at) => ({
          id: `${at}`,
          item: null,
          file: { absolute: join(root, "images", `${at}.png`), sha256: "" },
        }));
        const scheduler = scheduled(turn, {
          input: async ({ folder }) => {
            await packItems(encoder, items, folder, {
              onProgress: (done) => say(`decoded ${at} ${done}`),
              signal,
            });
          },
        });
        await scheduler.resolve(decodeNode(at));
        say(`done ${at}`);
      };
    },
  },
  training: {
    async prepare() {
      const { PassingCheckpoints } = await import(
        "../../../../src/engine/run/recall/passing_checkpoints.ts"
      );
      return async (turn) => {
        const { store, at, say } = turn;
        const passing = new PassingCheckpoints(store);
        const train = trainingExecutor(turn);
        const scheduler = scheduled(turn, {
          epoch: async (execution) => {
            await train(execution);
            await passing.thin(execution.after?.key);
            passing.add(execution.key);
          },
        });
        const end = epochNodes(at).at(-1);
        assert.ok(end);
        // As two runs of one pipeline do: the second waits for the first.
        await store.withLock(
          `run-${at}`,
          () => say(`waits ${at}`),
          async () => {
            const { key } = await scheduler.resolve(end);
            await passing.thin(key);
          },
        );
        say(`done ${at}`);
      };
    },
  },
  checkpoint: {
    prepare: () =>
      Promise.resolve(async ({ store, at, say }) => {
        const key = hashOf(["checkpoint"]);
        await store.withLock(key, () => say(`waits ${at}`), async () => {
          const next = (valueOf<number>(await store.readPartial(key)) ?? 0) + 1;
          say(`saving ${next}`);
          await store.writePartial(key, stateOf(next));
          say(`saved ${next}`);
        });
      }),
  },
  publish: {
    prepare: () =>
      Promise.resolve(async ({ store, at, say }) => {
        const about = { kind: "test", version: 1, inputs: {} };
        const key = publishedKey(at);
        await store.publish(key, about, async (folder) => {
          for (const name of ["a", "b", "c"]) {
            say(`writes ${at} ${name}`);
            await Deno.writeTextFile(
              join(folder, name),
              `${at} `.repeat(5_000),
            );
          }
        });
        // As checkpoints are, once the next one is there.
        if (isThinned(at - 1)) await store.remove(publishedKey(at - 1));
        say(`done ${at}`);
      }),
  },
  lock: {
    prepare: () =>
      Promise.resolve(async ({ store, at, say }) => {
        await store.withLock("gpu0", () => say(`waits ${at}`), async () => {
          // Who is inside alone gets this one at once.
          const path = join(store.root, "witness");
          using witness = await Deno.open(path, { write: true, create: true });
          assert.ok(await witness.tryLock(true), "two are inside");
          say(`inside ${at}`);
          await new Promise((resolve) => setTimeout(resolve, at % 3));
        });
      }),
  },
  model: {
    async prepare() {
      const { placeModel } = await import(
        "../../../../src/app/run/model_folder.ts"
      );
      return async ({ store, at, say }) => {
        const about = { kind: "model", version: 1, inputs: {} };
        const model = String(at % 2);
        const { folder } = await store.publish(
          hashOf(["model", model]),
          about,
          async (folder) => {
            for (const name of ["model.json", "weights", "vocabulary"]) {
              await Deno.writeTextFile(
                join(folder, name),
                JSON.stringify(model),
              );
            }
          },
        );
        say(`places ${at}`);
        await placeModel(store, folder, "pets");
        say(`placed ${at}`);
      };
    },
  },
  record: {
    async prepare() {
      const { RunStore } = await import(
        "../../../../src/app/runs/run_store.ts"
      );
      let count = 0;
      return ({ store, at, say }) => {
        const id = `${at}-${Deno.pid}-${count++}`;
        using runs = RunStore.open(store.root);
        runs.begin({
          id,
          pipeline: "pets",
          slug: "pets",
          file: "/pets.ts",
          export: "default",
          started: new Date(at).toISOString(),
          settings: [],
        });
        say(`began ${id}`);
        return Promise.resolve();
      };
    },
  },
  sweep: {
    async prepare() {
      const [{ unlessUsed, whileUsed }, { survey }, { discard }] = await Promise
        .all([
          import("../../../../src/base/store/in_use.ts"),
          import("../../../../src/base/store/survey.ts"),
          import("../../../../src/base/store/sweep.ts"),
        ]);
      return async ({ store, at, say }) => {
        const { root } = store;
        await unlessUsed(root, async () => {
          const { entries } = await survey(root);
          say(`sweeps ${at}`);
          await discard(root, entries.map(({ path }) => path));
        });
        await whileUsed([root], () => say(`waits ${at}`), async () => {
          const key = hashOf(["kept", at % 2]);
          const about = { kind: "test", version: 1, inputs: {} };
          await store.publish(key, about, async (folder) => {
            await Deno.writeTextFile(join(folder, "text"), "x".repeat(20_000));
          });
          const found = await store.find(key);
          assert.ok(found, "what was just published is gone");
          say(`reads ${at}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
          assert.equal((await found.readBytes("text")).length, 20_000);
        });
        say(`done ${at}`);
      };
    },
  },
  pins: {
    async prepare() {
      const { filePins } = await import("../../../../src/base/store/pins.ts");
      return async ({ store: { root }, at, say }) => {
        const pins = filePins(join(root, "pins.json"));
        const url = `https://example.com/${at}-${Deno.pid}`;
        await pins.write(url, sha256(url));
        say(`pinned ${url}`);
      };
    },
  },
} satisfies Record<string, Stage>;

/** The key of what is published in a turn. */
export function publishedKey(at: number): string {
  return hashOf(["publish", at]);
}

/** Whether what a turn published is removed by the next. */
export function isThinned(at: number): boolean {
  return at % 3 === 1;
}

export type StageName = keyof typeof stages;

export function isStageName(name: string): name is StageName {
  return Object.hasOwn(stages, name);
}
