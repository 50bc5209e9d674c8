/**
 * What becomes of a run when its pipeline changes meanwhile.
 *
 *     saved ─ foresee ── the same ───── nothing
 *                ├────── at fault ───── told; what runs goes on
 *                ├────── takes long ─── waits for a key
 *                └────── else ───────── what runs is a part of it? it goes on,
 *                                       and this is next; else it stops first
 *
 * @module
 */
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { Emit, RunEnd, RunEvent } from "../../flow/events/event.ts";
import { errorEvent } from "../error_event.ts";
import type { WatchEvent, WatchNews } from "./event.ts";
import type { Foreseen } from "./foresee.ts";

/** What a reactor works with. */
export interface ReactorOptions {
  /** Finds out what a run would do now; gives up when the signal comes. */
  readonly foresee: (
    options: { readonly emit: Emit; readonly signal: AbortSignal },
  ) => Promise<Foreseen>;
  /** Runs; never throws. */
  readonly run: (
    options: { readonly emit: Emit; readonly signal: AbortSignal },
  ) => Promise<RunEnd>;
  readonly emit: (event: WatchEvent) => void;
  /** What is expected to take longer, in seconds, waits to be started. */
  readonly budget: number;
}

/** Something to be run. */
interface Plan {
  readonly gen: number;
  readonly foreseen: Foreseen;
}

/** What is to be run as soon as it may. */
interface Next extends Plan {
  /** To be asked for first. */
  waits: boolean;
  /** What runs now is a part of it: that was told. */
  follows?: true;
}

/** A run that is under way, or the latest that was. */
interface Current extends Plan {
  readonly stop: AbortController;
  readonly since: number;
  status: RunEnd["status"] | "running";
  /** Another takes its place: nobody looks at what it still says. */
  superseded: boolean;
  /** The key of the node that it computes; null of a step in front. */
  node?: string | null;
  /** How long it takes in all, as far as it can tell. */
  seconds?: number;
}

/** How many epochs are to be trained. */
function epochsOf(nodes: Foreseen["nodes"]): number {
  return nodes.filter(({ name, state }) =>
    name.startsWith("fit/") && state !== "reuse"
  ).length;
}

/** Runs a pipeline whenever it changes. */
export class Reactor {
  readonly #options: ReactorOptions;
  readonly #done = Promise.withResolvers<void>();
  #gen = 0;
  #looking: AbortController | undefined;
  #current: Current | undefined;
  #next: Next | undefined;
  #ending = false;

  constructor(options: ReactorOptions) {
    this.#options = options;
  }

  /** Resolves when it was ended and nothing runs any more. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /**
   * Looks at the pipeline anew: at the start, when files changed, or when it
   * was asked to.
   *
   * @param files those that changed
   */
  async look(files: readonly string[] = []): Promise<void> {
    if (this.#ending) return;
    const gen = ++this.#gen;
    // What was read before may be half of what is there now.
    this.#looking?.abort(new Interrupted());
    const looking = new AbortController();
    this.#looking = looking;
    const { signal } = looking;
    const tell = this.#teller(gen);
    if (gen > 1) tell({ type: "watch.saved", files });
    try {
      const emit: Emit = (event) => {
        // A run tells all else again.
        const shown = event.type === "download" || event.type === "progress";
        if (shown && !signal.aborted) tell(event);
      };
      const foreseen = await this.#options.foresee({ emit, signal });
      if (signal.aborted) return;
      this.#weigh({ gen, foreseen }, files.length === 0);
    } catch (error) {
      if (signal.aborted) return;
      // What was to come next is not what the files say any more.
      this.#next = undefined;
      tell(errorEvent(error));
    } finally {
      if (this.#looking === looking) this.#looking = undefined;
      this.#endIfIdle();
    }
  }

  /** Starts what waits; where nothing does, looks again. */
  async go(): Promise<void> {
    if (this.#next?.waits) {
      this.#next.waits = false;
      return this.#proceed();
    }
    if (this.#looking === undefined && this.#current?.status !== "running") {
      await this.look();
    }
  }

  /** Stops what runs after its step, and ends. */
  end(): void {
    this.#ending = true;
    this.#next = undefined;
    this.#looking?.abort(new Interrupted());
    this.#current?.stop.abort(new Interrupted());
    this.#endIfIdle();
  }

  #teller(gen: number): (event: RunEvent | WatchNews) => void {
    return (event) => this.#options.emit({ gen, ...event });
  }

  #endIfIdle(): void {
    const idle = this.#current?.status !== "running";
    if (this.#ending && idle && this.#looking === undefined) {
      this.#done.resolve();
    }
  }

  /** @param asked what was tried before is tried again */
  #weigh({ gen, foreseen }: Plan, asked: boolean): void {
    const tell = this.#teller(gen);
    const current = this.#current;
    const isSame = (other: Plan | undefined) =>
      other?.foreseen.identity === foreseen.identity;
    if (this.#next && isSame(this.#next)) {
      const status = this.#next.waits ? "waiting" : "running";
      return tell({ type: "watch.unchanged", status });
    }
    if (current && isSame(current) && !current.superseded) {
      const { status } = current;
      const isUnder = status === "running" || status === "ok";
      if (isUnder || !asked) {
        this.#next = undefined;
        return tell({ type: "watch.unchanged", status });
      }
    }
    const { nodes } = foreseen;
    const seconds = foreseen.seconds ?? this.#guess(nodes);
    // To type the command, or a key, is consent.
    const waits = !asked && (seconds ?? 0) > this.#options.budget;
    this.#next = { gen, foreseen, waits };
    tell({ type: "watch.plan", nodes, seconds: seconds ?? null, waits });
    this.#proceed();
  }

  /** Where no earlier run tells, the present one does, by its epochs. */
  #guess(nodes: Foreseen["nodes"]): number | undefined {
    const { seconds, foreseen } = this.#current ?? {};
    const before = epochsOf(foreseen?.nodes ?? []);
    return seconds === undefined || before === 0
      ? undefined
      : seconds * epochsOf(nodes) / before;
  }

  /** Begins what is next, once nothing is in its way. */
  #proceed(): void {
    const next = this.#next;
    const current = this.#current;
    if (next === undefined || next.waits) return;
    if (current?.status !== "running") {
      this.#next = undefined;
      return void this.#begin(next);
    }
    if (current.superseded) return;
    const { node, gen, stop } = current;
    if (next.foreseen.nodes.some(({ key }) => key !== null && key === node)) {
      if (next.follows) return;
      next.follows = true;
      return this.#teller(next.gen)({ type: "watch.follows", after: gen });
    }
    current.superseded = true;
    this.#teller(gen)({ type: "watch.superseded", by: next.gen });
    stop.abort(new Interrupted());
  }

  async #begin(plan: Plan): Promise<void> {
    const current: Current = {
      ...plan,
      stop: new AbortController(),
      since: performance.now(),
      status: "running",
      superseded: false,
    };
    this.#current = current;
    const { status } = await this.#options.run({
      signal: current.stop.signal,
      emit: (event) => this.#hear(current, event),
    });
    current.status = status;
    this.#proceed();
    this.#endIfIdle();
  }

  #hear(current: Current, event: RunEvent): void {
    const { gen, superseded } = current;
    if (!superseded || event.type === "run.end") this.#teller(gen)(event);
    if (event.type === "batch") {
      const soFar = (performance.now() - current.since) / 1000;
      current.seconds = soFar + event.seconds_left;
    }
    if (event.type !== "node.state" || event.state !== "running") return;
    current.node = event.key;
    // What it did until now was a part of the next; this may not be.
    this.#proceed();
  }
}
