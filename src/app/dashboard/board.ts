import type { WatchEvent } from "../watch/event.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { WATCHING, type WatchState, watchStateAfter } from "./watch_state.ts";

/** What a page may ask the process for, besides to stop a run. */
export interface Doings {
  /** Whether a training is under way here that must end first. */
  readonly busy: boolean;
  /** Why this process does not go on with a run; nothing where it would. */
  refuses(run: RunRecord): Promise<string | undefined>;
  /** Goes on with a run from where it stopped, as a run of its own. */
  again(run: RunRecord): void;
}

/** What the process of a page tells its viewers, besides what runs tell. */
export class Board {
  /** The run that this process is about; the latest of all where none is. */
  current: string | undefined;
  readonly doings: Doings;
  #watch: WatchState | undefined;

  constructor(doings: Doings) {
    this.doings = doings;
  }

  /** What watching came to; nothing where nothing is watched. */
  get watch(): WatchState | undefined {
    return this.#watch;
  }

  /** Keeps what watching tells. */
  hear(event: WatchEvent): void {
    this.#watch = watchStateAfter(this.#watch ?? WATCHING, event);
  }
}
