import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { NUMERICS } from "../../engine/run/job/numerics.ts";
import { holdFile } from "../../base/store/held_file.ts";
import type { EventOf, RunEvent } from "../../flow/events/event.ts";
import { epochName } from "../../flow/graph/epoch_name.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { type Given, NOTHING } from "./given.ts";
import { Passing } from "./passing.ts";
import { EVENTS, LIVE } from "./run_files.ts";
import type { RunNode, RunOutcome, RunStart } from "./run_record.ts";
import { runFolder, RunStore } from "./run_store.ts";
import { keepBatch } from "./seen_batch.ts";

/** How a run ended. */
export interface Ended extends Pick<RunOutcome, "status" | "seconds"> {
  /** What it gave, if it gave something. */
  readonly given?: Given;
}

/** `20261127-203105-pets-3f2a91` */
function newId(slug: string, now: Date): string {
  const digits = now.toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
  const unique = crypto.randomUUID().slice(0, 6);
  return `${digits.replace("T", "-")}-${slug}-${unique}`;
}

/** Takes away a folder without a record, which is nobody's, if it can. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // What hindered the record may hinder this.
  }
}

/** The nodes of a run, with how long each took where it is known. */
function nodesOf({ nodes, executed, history }: Given): readonly RunNode[] {
  const took = new Map(history.map((row) => [epochName(row), row.seconds]));
  const ran = new Set(executed);
  return nodes.map((node) => ({
    ...node,
    // The table leaves out what opens the device, which the first epoch does.
    seconds: took.get(node.name) ?? node.seconds,
    executed: ran.has(node.name),
  }));
}

/**
 * Keeps a run: its events as they come, a line each, for whoever follows it,
 * and its record. A run that cannot be recorded goes on all the same.
 */
export class Recording implements Disposable {
  readonly #storeRoot: string;
  readonly #early: RunEvent[] = [];
  readonly #passing = new Passing();
  #id: string | undefined;
  #live: Disposable | undefined;
  #fault: unknown;
  /** Whether events can be kept. */
  #keeps = true;
  #description: PipelineDescription | null = null;
  #error: string | null = null;

  constructor(storeRoot: string) {
    this.#storeRoot = storeRoot;
  }

  /** The name of the run; nothing while it is not recorded. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Why the run is not recorded, or not whole; nothing while it is. */
  get fault(): unknown {
    return this.#fault;
  }

  /** Records that the run of a pipeline begins. */
  async begin(
    { spoken, slug, file, export: exported }: PipelineAddress,
    asked: Pick<RunStart, "settings" | "flags">,
  ): Promise<void> {
    const now = new Date();
    const id = newId(slug, now);
    const folder = runFolder(this.#storeRoot, id);
    try {
      mkdirSync(folder, { recursive: true });
      this.#live = await holdFile(join(folder, LIVE));
      using runs = RunStore.open(this.#storeRoot);
      runs.begin({
        id,
        pipeline: spoken,
        slug,
        file,
        export: exported,
        started: now.toISOString(),
        ...asked,
        versions: { deno: Deno.version.deno, tfjs: NUMERICS.tfjs },
      });
      this.#id = id;
      this.#early.splice(0).forEach((event) => this.#append(event));
    } catch (error) {
      this.#fault = error;
      this.#keeps = false;
      this[Symbol.dispose]();
      remove(folder);
    }
  }

  /** What the pipeline is, once that is known. */
  describe(description: PipelineDescription): void {
    this.#description = description;
    if (this.#id === undefined) return;
    try {
      using runs = RunStore.open(this.#storeRoot);
      runs.describe(this.#id, description);
    } catch (error) {
      this.#fault ??= error;
    }
  }

  /** Keeps an event. */
  add(event: RunEvent): void {
    if (event.type === "batch.seen") return this.#see(event);
    if (event.type === "error") this.#error ??= event.message;
    if (!this.#keeps || !this.#passing.keeps(event)) return;
    if (this.#id === undefined) this.#early.push(event);
    else this.#append(event);
  }

  /** Records what the run came to. */
  finish({ given, status, seconds }: Ended): void {
    if (this.#id === undefined) return;
    const { nodes: _kept, ...figures } = given ?? NOTHING;
    const outcome: RunOutcome = {
      ...figures,
      status,
      seconds,
      description: this.#description,
      error: this.#error,
    };
    try {
      using runs = RunStore.open(this.#storeRoot);
      runs.finish(this.#id, outcome, given ? nodesOf(given) : []);
    } catch (error) {
      this.#fault ??= error;
    }
  }

  /** Of batches, only the latest is kept. */
  #see({ type: _kind, ...batch }: EventOf<"batch.seen">): void {
    if (this.#id === undefined) return;
    try {
      keepBatch(this.#storeRoot, this.#id, batch);
    } catch {
      // A picture for whoever looks, and no part of the record.
    }
  }

  #append(event: RunEvent): void {
    const folder = runFolder(this.#storeRoot, this.#id ?? "");
    try {
      appendFileSync(join(folder, EVENTS), `${JSON.stringify(event)}\n`);
    } catch (error) {
      // The run can still be recorded.
      this.#keeps = false;
      this.#fault ??= error;
    }
  }

  /** Lets go of what tells that the run is alive. */
  [Symbol.dispose](): void {
    this.#live?.[Symbol.dispose]();
    this.#live = undefined;
  }
}
