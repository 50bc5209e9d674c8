import type { RunEvent } from "../../flow/events/event.ts";

/** No more often than that, in milliseconds: an observer sees it move. */
const INTERVAL_MS = 250;

/** Events that the next one of their type makes worthless. */
const PASSING: ReadonlySet<RunEvent["type"]> = new Set(
  [
    "batch",
    "download",
    "progress",
    "rate",
  ] as const,
);

/** Leaves out of what passes by what comes too often to be worth a line. */
export class Passing {
  readonly #now: () => number;
  readonly #last = new Map<RunEvent["type"], number>();

  /** @param now the time in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether an event is to be kept. */
  keeps(event: RunEvent): boolean {
    const { type } = event;
    // What an epoch ended with is a point of its curves.
    const last = type === "batch" && event.step === event.steps;
    if (last || !PASSING.has(type)) return true;
    const now = this.#now();
    if (now - (this.#last.get(type) ?? -Infinity) < INTERVAL_MS) return false;
    this.#last.set(type, now);
    return true;
  }
}
