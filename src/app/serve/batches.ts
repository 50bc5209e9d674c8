import { busy } from "./refusal.ts";

/** How items are put together. */
export interface BatchesOptions<Item, Answer> {
  /** Items of one batch at most, at present. */
  readonly size: () => number;
  /** How long a first item waits for others. */
  readonly waitMs: number;
  /** Items that may wait; another one is refused. */
  readonly limit: number;
  /** Answers for each item, in their order. */
  readonly send: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly onBatch?: (size: number) => void;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Items of many askers, sent together: a GPU answers for many in little more
 * time than for one. One batch is under way at a time; what comes meanwhile is
 * the next.
 */
export class Batches<Item, Answer> {
  readonly #options: BatchesOptions<Item, Answer>;
  readonly #waiting: Waiting<Item, Answer>[] = [];
  #running = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BatchesOptions<Item, Answer>) {
    this.#options = options;
  }

  /** Items that wait for their batch. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * The answer to one item.
   *
   * @param signal takes the item out while it waits
   * @throws {Refusal} when too many wait
   */
  async ask(item: Item, signal?: AbortSignal): Promise<Answer> {
    if (this.#waiting.length >= this.#options.limit) throw busy();
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const own = { item, resolve, reject };
    this.#waiting.push(own);
    const leave = () => {
      const at = this.#waiting.indexOf(own);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave);
    this.#soon();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  /** Sends a batch: at once if it is full, else after a moment. */
  #soon(): void {
    if (this.#running || this.#waiting.length === 0) return;
    if (this.#waiting.length >= this.#options.size()) return void this.#run();
    this.#timer ??= setTimeout(() => this.#run(), this.#options.waitMs);
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, this.#options.size());
    if (batch.length === 0) return;
    this.#running = true;
    this.#options.onBatch?.(batch.length);
    try {
      const answers = await this.#options.send(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, at) => {
        const answer = answers[at];
        if (answer !== undefined) resolve(answer);
        else reject(new RangeError(`There is no answer to item ${at}`));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#running = false;
      this.#soon();
    }
  }
}
