/** Steps that are given to the device before it is done with earlier ones. */
const AHEAD = 8;

/**
 * Keeps the processor from running away: a replayed step is told in a few
 * milliseconds however long it takes, and each holds memory until it is done.
 */
export class Fences {
  readonly #done: Promise<unknown>[] = [];

  /** Notes what the queue was given so far. */
  add(queue: GPUQueue): void {
    // A device that is lost says so itself.
    this.#done.push(queue.onSubmittedWorkDone().catch(() => {}));
  }

  /** Resolves when there is room for one more step. */
  async room(): Promise<void> {
    while (this.#done.length >= AHEAD) await this.#done.shift();
  }
}
