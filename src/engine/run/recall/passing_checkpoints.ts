import type { Store } from "../../../base/store/store.ts";

/** Checkpoints within phases: needed while training may go on from them. */
export class PassingCheckpoints {
  readonly #store: Store;
  #keys: readonly string[] = [];
  /** Those that are gone back to, or may be. */
  #spared: ReadonlySet<string> = new Set();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Takes one in, published by this run. */
  add(key: string): void {
    this.#keys = [...this.#keys, key];
  }

  /** Keeps these until it is called again. */
  spare(keys: readonly string[]): void {
    this.#spared = new Set(keys);
  }

  /** Removes all save one, and those that are spared: the rest is disk. */
  async thin(kept?: string): Promise<void> {
    const stays = (key: string) => key === kept || this.#spared.has(key);
    for (const key of this.#keys) {
      if (!stays(key)) await this.#store.remove(key);
    }
    this.#keys = this.#keys.filter(stays);
  }
}
