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
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { Emit } from "../events/event.ts";
import { checkGraph } from "./check_graph.ts";
import type { Computed } from "../graph/node.ts";
import type { NodeTrace } from "../graph/trace.ts";
import { Keys, type Look } from "./_keys.ts";
import { blame, failedNode } from "./failed_node.ts";

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
  /**
   * The output hash of what is not stored, where it can be told beforehand:
   * for looking ahead, which executes nothing.
   */
  readonly foresee?: (node: Computed) => string | undefined;
}

/** What a run did, by node name. */
export interface Account {
  readonly executed: readonly string[];
  readonly reused: readonly string[];
}

/** Computes what is asked for, once, and remembers what it did. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  /** By key: who asks while it is under way waits for the same one. */
  readonly #running = new Map<string, Promise<Entry>>();
  readonly #keys: Keys;
  /** Nodes whose graph is in order. */
  readonly #checked = new WeakSet<Computed>();
  /** By key: what failed or was stopped stays so, however many ask. */
  readonly #failures = new Map<string, unknown>();
  readonly #blocked = new Set<string>();
  readonly #executed = new Set<string>();
  readonly #reused = new Set<string>();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#keys = new Keys(options.foresee);
  }

  /** What was executed and what was reused so far. */
  get account(): Account {
    return {
      executed: [...this.#executed],
      reused: [...this.#reused].filter((name) => !this.#executed.has(name)),
    };
  }

  /**
   * The stored result of a node, or nothing; executes nothing.
   *
   * @throws {RangeError} when the node depends on itself, or two that it
   * depends on have one name
   */
  async peek(node: Computed): Promise<Entry | undefined> {
    checkGraph(node, this.#checked);
    const key = await this.#keys.of(node, (input) => this.peek(input));
    return key === undefined ? undefined : await this.#options.store.find(key);
  }

  /** What a node's key is made of, as far as results are stored; runs nothing. */
  async trace(node: Computed): Promise<NodeTrace> {
    checkGraph(node, this.#checked);
    const look: Look = (input) => this.peek(input);
    const { name, kind, version, params } = node;
    const inputs: Record<string, string | null> = {};
    for (const [input, each] of Object.entries(node.inputs)) {
      inputs[input] = await this.#keys.outputHash(each, look) ?? null;
    }
    const after = node.after && await this.#keys.of(node.after, look);
    const key = await this.#keys.of(node, look) ?? null;
    const entry = key === null || node.virtual
      ? undefined
      : await this.#options.store.find(key);
    return {
      name,
      kind,
      version,
      params,
      inputs,
      ...after === undefined ? {} : { after },
      key,
      outHash: entry?.meta.outHash ?? null,
      seconds: entry?.meta.seconds ?? null,
    };
  }

  /**
   * The result of a node: found, or computed now. A node that failed stays so:
   * what needs it is blocked, and all else can be asked for. Another scheduler
   * tries it anew.
   *
   * @throws {RangeError} when the node depends on itself, or two that it
   * depends on have one name
   * @throws what the executor of a node threw; `failedNode()` tells which
   */
  async resolve(node: Computed): Promise<Entry> {
    checkGraph(node, this.#checked);
    try {
      return await this.#resolve(node);
    } catch (error) {
      this.block([node], error);
      throw error;
    }
  }

  /**
   * The results of several nodes. A failure keeps none of the others from being
   * computed.
   *
   * @throws the failure, or an `AggregateError` of several
   * @throws {Interrupted} at once
   */
  async resolveAll(nodes: readonly Computed[]): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    const failures = new Set<unknown>();
    for (const node of nodes) {
      try {
        entries.push(await this.resolve(node));
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        failures.add(error);
      }
    }
    const [first] = failures;
    if (failures.size > 1) {
      const names = [...failures].map(failedNode).join(", ");
      throw new AggregateError(failures, `Cannot compute ${names}`);
    }
    if (failures.size === 1) throw first;
    return entries;
  }

  /** Says that nodes wait in vain, if an error is the failure of another one. */
  block(nodes: readonly Computed[], error: unknown): void {
    const by = failedNode(error);
    if (by === undefined) return;
    for (const { name: node } of nodes) {
      if (node === by || this.#blocked.has(node)) continue;
      this.#blocked.add(node);
      const state = "blocked";
      this.#options.emit({ type: "node.state", node, key: null, state, by });
    }
  }

  async #resolve(node: Computed): Promise<Entry> {
    const key = await this.#keys.of(node, (input) => this.resolve(input));
    if (key === undefined) {
      throw new TypeError(
        `Cannot compute "${node.name}": an input of it has no result`,
      );
    }
    const running = this.#running.get(key);
    if (running) return await running;
    const result = this.#findOrExecute(node, key);
    this.#running.set(key, result);
    try {
      return await result;
    } finally {
      // What was thinned away is made again.
      this.#running.delete(key);
    }
  }

  async #findOrExecute(node: Computed, key: string): Promise<Entry> {
    const { store, emit } = this.#options;
    if (this.#failures.has(key)) throw this.#failures.get(key);
    const found = await this.#find(node, key);
    if (found) return found;
    const waiting = () =>
      emit({
        type: "notice",
        text: `Waiting for another process that computes ${node.name}`,
      });
    // The chain before a node is asked for outside its lock: each holds one.
    const after = node.after && !node.after.virtual
      ? await this.resolve(node.after)
      : undefined;
    return await store.withLock(
      key,
      waiting,
      async () =>
        await this.#find(node, key) ?? await this.#execute(node, key, after),
    );
  }

  async #find(node: Computed, key: string): Promise<Entry | undefined> {
    const { store, emit } = this.#options;
    const { name } = node;
    const found = await store.find(key);
    if (found && !this.#executed.has(name) && !this.#reused.has(name)) {
      this.#reused.add(name);
      emit({ type: "node.state", node: name, key, state: "reused" });
    }
    return found;
  }

  async #execute(
    node: Computed,
    key: string,
    after: Entry | undefined,
  ): Promise<Entry> {
    const { store, emit, executors, provenance } = this.#options;
    const { name, kind, version, params } = node;
    const executor = executors?.[kind];
    if (executor === undefined) {
      throw new TypeError(
        `Cannot compute "${name}": nothing here executes "${kind}"`,
      );
    }
    const inputs: Record<string, Entry> = {};
    for (const [name, input] of Object.entries(node.inputs)) {
      if ("given" in input || input.virtual) continue;
      inputs[name] = await this.resolve(input);
    }
    const hashes = await this.#keys.inputHashes(
      node,
      (each) => this.resolve(each),
    );
    const state = (
      state: "running" | "done" | "failed" | "cancelled",
      seconds?: number,
    ) =>
      emit({
        type: "node.state",
        node: name,
        key,
        state,
        ...seconds === undefined ? {} : { seconds },
      });
    state("running");
    const start = performance.now();
    try {
      const entry = await store.publish(
        key,
        {
          kind,
          version,
          inputs: hashes ?? {},
          params: structuredClone(params) as About["params"],
          // Read once the executor is done: it may be what opens the device.
          get provenance() {
            return provenance?.() ?? {};
          },
          apart: [RUN_LOG],
        },
        (folder) =>
          executor({ node, key, inputs, folder, ...after ? { after } : {} }),
      );
      this.#executed.add(name);
      state("done", (performance.now() - start) / 1000);
      return entry;
    } catch (thrown) {
      // What is no object could not tell of which node it is.
      const error = typeof thrown === "object" && thrown !== null
        ? thrown
        : new Error(String(thrown));
      const stopped = error instanceof Interrupted;
      if (!stopped) blame(error, name);
      this.#failures.set(key, error);
      state(stopped ? "cancelled" : "failed");
      throw error;
    }
  }
}
