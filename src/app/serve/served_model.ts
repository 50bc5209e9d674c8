import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { About, ItemAnswer } from "../child/serve_protocol.ts";
import type { Item, Predicting } from "./predicting.ts";
import { Refusal } from "./refusal.ts";

/** What became of an item. */
export type Outcome = ItemAnswer | { readonly refused: Refusal };

/** How a served model does. */
export interface ModelStatus {
  readonly about: About;
  /** Processes that were started after one that crashed. */
  readonly restarts: number;
  /** Models that were loaded, the first included. */
  readonly loads: number;
  /** Why the last start or load failed, if it did. */
  readonly fault: string | undefined;
  /** Whether a process is there, or being started. */
  readonly alive: boolean;
}

/** A start that failed twice is not tried again at once. */
const REST_MS = 1000;

/**
 * An item is given up once so many processes have ended while it was asked
 * about, all but the first of them about it alone. One may be killed by others,
 * and so may be the one after it; of three, the item is the cause.
 */
const MOST_ENDS = 3;

/** Each that takes too long keeps the others waiting for minutes. */
const MOST_HUNG = 2;

/**
 * A model that goes on answering: a process that crashes is started anew, and
 * a model that takes the place of another is loaded before the other goes.
 */
export class ServedModel implements AsyncDisposable {
  readonly #start: () => Promise<Predicting>;
  readonly #onNotice: (text: string) => void;
  /** Processes that have answered: one that never did is no use starting. */
  readonly #answered = new WeakSet<Predicting>();
  /** Processes whose end was seen. */
  readonly #lost = new WeakSet<Predicting>();
  #current: Promise<Predicting> | undefined;
  #running: Predicting;
  #restarts = 0;
  #loads = 1;
  #fault: unknown;
  #failedAt = -Infinity;
  #reloading: Promise<void> | undefined;
  #stale = false;
  #closed = false;

  private constructor(
    start: () => Promise<Predicting>,
    onNotice: (text: string) => void,
    first: Predicting,
  ) {
    this.#start = start;
    this.#onNotice = onNotice;
    this.#running = first;
    this.#use(first);
  }

  /** @throws {PipelineError} when the model cannot be used */
  static async open(
    start: () => Promise<Predicting>,
    onNotice: (text: string) => void,
  ): Promise<ServedModel> {
    return new ServedModel(start, onNotice, await start());
  }

  get status(): ModelStatus {
    const fault = this.#fault;
    return {
      about: this.#running.about,
      restarts: this.#restarts,
      loads: this.#loads,
      fault: fault instanceof Error ? fault.message : undefined,
      alive: this.#current !== undefined,
    };
  }

  /**
   * What becomes of each item. Where the process ends, each is asked about
   * alone: one of them may be at fault, and the others are answered.
   */
  async ask(items: readonly Item[]): Promise<readonly Outcome[]> {
    return await this.#ask(items, 0);
  }

  /** @param ends processes that ended while it was asked about these */
  async #ask(
    items: readonly Item[],
    ends: number,
  ): Promise<readonly Outcome[]> {
    let process: Predicting;
    try {
      process = await this.#ready();
    } catch (error) {
      const refused = unready(error);
      return items.map(() => ({ refused }));
    }
    // Between the two, another model may have come.
    if (process.retired) return await this.#askNext(items, ends);
    try {
      const answers = await process.ask(items);
      this.#answered.add(process);
      return answers;
    } catch (error) {
      if (process.retired) return await this.#askNext(items, ends);
      this.#lose(process, error);
      if (ends + 1 >= (process.hung ? MOST_HUNG : MOST_ENDS)) {
        return items.map((each) => this.#giveUp(each));
      }
      const outcomes: Outcome[] = [];
      for (const each of items) {
        outcomes.push(...await this.#ask([each], ends + 1));
      }
      return outcomes;
    }
  }

  #giveUp({ name }: Item): Outcome {
    const refused = deadly(name);
    this.#onNotice(refused.message);
    return { refused };
  }

  /** Asks the one that came after one that answers nothing more. */
  async #askNext(
    items: readonly Item[],
    ends: number,
  ): Promise<readonly Outcome[]> {
    if (!this.#closed) return await this.#ask(items, ends);
    const refused = unready(ending());
    return items.map(() => ({ refused }));
  }

  /** Starts a process where there is none, though nothing is asked yet. */
  revive(): void {
    this.#ready().catch(() => {});
  }

  /** Loads what is in the folder now; what is asked meanwhile is answered. */
  async reload(): Promise<void> {
    this.#stale = true;
    this.#reloading ??= (async () => {
      while (this.#stale && !this.#closed) {
        this.#stale = false;
        await this.#replace();
      }
    })().finally(() => this.#reloading = undefined);
    await this.#reloading;
  }

  async #replace(): Promise<void> {
    let next: Predicting;
    try {
      next = await this.#start();
    } catch (error) {
      this.#fault = error;
      const why = error instanceof Error ? error.message : String(error);
      return this.#onNotice(
        `The model that came cannot be used, so the one before answers: ${why}`,
      );
    }
    if (this.#closed) return await next.retire();
    const before = this.#current;
    this.#use(next);
    this.#loads++;
    this.#fault = undefined;
    this.#onNotice(`Another model answers now: ${next.about.model}`);
    // It may be one that is still being started.
    await (await before?.catch(() => undefined))?.retire();
  }

  #use(process: Predicting): void {
    this.#running = process;
    this.#current = Promise.resolve(process);
    // It may end while nobody asks.
    process.ended.then(() => this.#lose(process, undefined));
  }

  async #ready(): Promise<Predicting> {
    if (this.#current === undefined) {
      if (this.#closed) throw ending();
      if (performance.now() - this.#failedAt < REST_MS) throw this.#fault;
      const starting = this.#again(() => this.#current === starting);
      this.#current = starting;
    }
    try {
      const process = await this.#current;
      if (process === this.#running) return process;
    } catch (error) {
      if (this.#current === undefined) throw error;
    }
    // Another model has come before this one was there.
    return await this.#ready();
  }

  /**
   * Starts another. What ended the last one may end this one, too, before it
   * is there, so that a second is tried.
   *
   * @param isAwaited whether no other model has come meanwhile
   */
  async #again(isAwaited: () => boolean): Promise<Predicting> {
    const start = async () => {
      this.#restarts++;
      return await this.#start();
    };
    try {
      const process = await start().catch((error) => {
        if (isAwaited() && !this.#closed) return start();
        throw error;
      });
      if (isAwaited()) {
        this.#use(process);
        this.#fault = undefined;
      }
      return process;
    } catch (error) {
      if (isAwaited()) {
        this.#current = undefined;
        this.#fault = error;
        this.#failedAt = performance.now();
      }
      throw error;
    }
  }

  /** A process is gone; one that was of use is started again at once. */
  #lose(process: Predicting, error: unknown): void {
    if (process !== this.#running || process.retired) return;
    if (this.#current === undefined || this.#lost.has(process)) return;
    this.#lost.add(process);
    this.#current = undefined;
    if (this.#closed) return;
    const why = error instanceof Error ? `: ${error.message}` : "";
    this.#onNotice(`The process with the model ended${why}`);
    if (this.#answered.has(process)) this.revive();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#reloading;
    const process = await this.#current?.catch(() => undefined);
    await process?.retire();
  }
}

function ending(): Error {
  return new Error("The server is about to end");
}

function unready(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof PipelineError ? error.remedy : undefined;
  const headers = { "retry-after": "5" };
  return new Refusal(503, message, { remedy, headers });
}

function deadly(name: string): Refusal {
  const message =
    `Cannot answer about "${name}": the process with the model ended each time it was asked`;
  return new Refusal(422, message, {
    remedy: "Ask about another one, which is answered as before",
  });
}
