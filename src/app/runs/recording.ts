import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { holdFile } from "../../base/store/held_file.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { PipelineAddress } from "../run/locate.ts";
import type { Given } from "../run/train_once.ts";
import { epochName } from "../lock/run.ts";
import { EVENTS, LIVE } from "./run_files.ts";
import type { RunNode, RunOutcome } from "./run_record.ts";
import { runFolder, RunStore } from "./run_store.ts";

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
  #id: string | undefined;
  #live: Disposable | undefined;
  #fault: unknown;
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
    settings: readonly Setting[],
  ): Promise<void> {
    const now = new Date();
    const id = newId(slug, now);
    try {
      const folder = runFolder(this.#storeRoot, id);
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
        settings,
      });
      this.#id = id;
      this.#early.splice(0).forEach((event) => this.#append(event));
    } catch (error) {
      this.#fault = error;
    }
  }

  /** What the pipeline is, once that is known. */
  describe(description: PipelineDescription): void {
    this.#description = description;
  }

  /** Keeps an event. */
  add(event: RunEvent): void {
    if (event.type === "error") this.#error ??= event.message;
    if (this.#fault !== undefined) return;
    if (this.#id === undefined) this.#early.push(event);
    else this.#append(event);
  }

  /** Records what the run came to. */
  finish({ given, status, seconds }: Ended): void {
    if (this.#id === undefined || this.#fault !== undefined) return;
    const outcome: RunOutcome = {
      status,
      seconds,
      description: this.#description,
      metrics: given?.metrics ?? {},
      baseline: given?.baseline ?? {},
      adapter: given?.adapter ?? null,
      history: given?.history ?? [],
      decisions: given?.decisions ?? [],
      outputs: given?.outputs ?? {},
      executed: given?.executed ?? [],
      reused: given?.reused ?? [],
      model: given?.model ?? null,
      error: this.#error,
    };
    try {
      using runs = RunStore.open(this.#storeRoot);
      runs.finish(this.#id, outcome, given ? nodesOf(given) : []);
    } catch (error) {
      this.#fault = error;
    }
  }

  #append(event: RunEvent): void {
    const folder = runFolder(this.#storeRoot, this.#id ?? "");
    try {
      appendFileSync(join(folder, EVENTS), `${JSON.stringify(event)}\n`);
    } catch (error) {
      this.#fault = error;
    }
  }

  /** Lets go of what tells that the run is alive. */
  [Symbol.dispose](): void {
    this.#live?.[Symbol.dispose]();
  }
}
