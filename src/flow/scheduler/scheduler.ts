/**
 * Pulls results: a node is computed when something asks for it and the store
 * does not hold its key.
 *
 *     resolve(node) ── key known? ── find(key) ── yes: reuse
 *                                        └─ no: resolve inputs, execute, publish
 *
 * A node reached by `after` enters the key as a key, so a chain (epochs) whose
 * end is stored never asks for its middle.
 *
 * @module
 */
import type { About, Entry, Store } from "../../base/store/store.ts";
import type { Emit } from "../events/event.ts";
import { type Computed, type Node, nodeKey } from "../graph/node.ts";

/** A file of this name tells of the run and is not part of the result. */
export const RUN_LOG = "history.json";

/** What an executor is given. */
export interface Execution {
  readonly node: Computed;
  readonly key: string;
  readonly inputs: Readonly<Record<string, Entry>>;
  /** The result of `node.after`, unless that is virtual. */
  readonly after?: Entry;
  /** The folder that becomes the result. */
  readonly folder: string;
}

/** Writes the result of a node of one kind. */
export type Executor = (execution: Execution) => Promise<void>;

/** What a scheduler works with. */
export interface SchedulerOptions {
  readonly store: Store;
  readonly emit: Emit;
  /** By node kind. Without any, nothing is ever executed: only looked up. */
  readonly executors?: Readonly<Record<string, Executor>>;
  /** Kept beside each result: the adapter, the versions of libraries. */
  readonly provenance?: () => NonNullable<About["provenance"]>;
}

/** What a run did, by node name. */
export interface Account {
  readonly executed: readonly string[];
  readonly reused: readonly string[];
}

/** Computes what is asked for, once, and remembers what it did. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #running = new Map<string, Promise<Entry>>();
  readonly #executed = new Set<string>();
  readonly #reused = new Set<string>();

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** What was executed and what was reused so far. */
  get account(): Account {
    return {
      executed: [...this.#executed],
      reused: [...this.#reused].filter((name) => !this.#executed.has(name)),
    };
  }

  /** The stored result of a node, or nothing; executes nothing. */
  async peek(node: Computed): Promise<Entry | undefined> {
    const key = await this.#key(node, (input) => this.peek(input));
    return key === undefined ? undefined : await this.#options.store.find(key);
  }

  /** The key of a node, unless an input of it is not there yet. */
  async peekKey(node: Computed): Promise<string | undefined> {
    return await this.#key(node, (input) => this.peek(input));
  }

  /** The result of a node: found, or computed now. */
  async resolve(node: Computed): Promise<Entry> {
    const key = await this.#key(node, (input) => this.resolve(input));
    if (key === undefined) {
      throw new TypeError(
        `Cannot resolve ${node.name}: an input has no result`,
      );
    }
    const running = this.#running.get(key);
    if (running) return await running;
    const result = this.#findOrExecute(node, key);
    this.#running.set(key, result);
    return await result;
  }

  /** Says that a node was not even asked for, because a later one was found. */
  skip(name: string): void {
    this.#reused.add(name);
  }

  async #inputHashes(node: Computed): Promise<Record<string, string>> {
    const hashes: Record<string, string> = {};
    for (const [name, input] of Object.entries(node.inputs)) {
      const hash = await this.#outputHash(input, (each) => this.resolve(each));
      if (hash !== undefined) hashes[name] = hash;
    }
    return hashes;
  }

  async #key(
    node: Computed,
    look: (input: Computed) => Promise<Entry | undefined>,
  ): Promise<string | undefined> {
    const inputs: Record<string, string> = {};
    for (const [name, input] of Object.entries(node.inputs)) {
      const hash = await this.#outputHash(input, look);
      if (hash === undefined) return undefined;
      inputs[name] = hash;
    }
    const { kind, version, params, after } = node;
    if (after === undefined) return nodeKey({ kind, version, params, inputs });
    const before = await this.#key(after, look);
    return before === undefined
      ? undefined
      : nodeKey({ kind, version, params, inputs, after: before });
  }

  async #outputHash(
    input: Node,
    look: (input: Computed) => Promise<Entry | undefined>,
  ): Promise<string | undefined> {
    if ("given" in input) return input.given;
    if (input.virtual) return await this.#key(input, look);
    return (await look(input))?.meta.outHash;
  }

  async #findOrExecute(node: Computed, key: string): Promise<Entry> {
    const { store, emit } = this.#options;
    const found = await store.find(key);
    if (found) {
      this.#reused.add(node.name);
      emit({ type: "node.state", node: node.name, key, state: "reused" });
      return found;
    }
    const waiting = () =>
      emit({
        type: "notice",
        text: `Waiting for another process that computes ${node.name}`,
      });
    // The chain before a node is asked for outside its lock: each holds one.
    const after = node.after && !node.after.virtual
      ? await this.resolve(node.after)
      : undefined;
    return await store.withLock(key, waiting, async () => {
      const other = await store.find(key);
      if (other) {
        this.#reused.add(node.name);
        emit({ type: "node.state", node: node.name, key, state: "reused" });
        return other;
      }
      return await this.#execute(node, key, after);
    });
  }

  async #execute(
    node: Computed,
    key: string,
    after: Entry | undefined,
  ): Promise<Entry> {
    const { store, emit, executors, provenance } = this.#options;
    const executor = executors?.[node.kind];
    if (executor === undefined) {
      throw new TypeError(
        `Cannot compute ${node.name}: nothing here executes "${node.kind}"`,
      );
    }
    const inputs: Record<string, Entry> = {};
    for (const [name, input] of Object.entries(node.inputs)) {
      if (!("given" in input) && !input.virtual) {
        inputs[name] = await this.resolve(input);
      }
    }
    const state = (state: "running" | "done" | "failed", seconds?: number) =>
      emit({
        type: "node.state",
        node: node.name,
        key,
        state,
        ...seconds === undefined ? {} : { seconds },
      });
    state("running");
    const start = performance.now();
    this.#executed.add(node.name);
    try {
      const entry = await store.publish(
        key,
        {
          kind: node.kind,
          version: node.version,
          inputs: await this.#inputHashes(node),
          params: structuredClone(node.params) as About["params"],
          provenance: provenance?.() ?? {},
          apart: [RUN_LOG],
        },
        (folder) =>
          executor({ node, key, inputs, folder, ...after ? { after } : {} }),
      );
      state("done", (performance.now() - start) / 1000);
      return entry;
    } catch (error) {
      state("failed");
      throw error;
    }
  }
}
