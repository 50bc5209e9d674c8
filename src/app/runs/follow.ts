import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { EVENTS, isLive, parseEvents } from "./run_files.ts";
import { runFolder } from "./run_store.ts";

/** How often a run that goes on is looked at, in milliseconds. */
const INTERVAL_MS = 200;

/** How much is read at once. */
const CHUNK = 65_536;

/** What was written, a whole line at a time; what is torn waits for its rest. */
class Lines {
  #rest = new Uint8Array();

  /** The lines that a chunk makes whole, with their ends. */
  whole(chunk: Uint8Array): string {
    const all = new Uint8Array(this.#rest.length + chunk.length);
    all.set(this.#rest);
    all.set(chunk, this.#rest.length);
    const end = all.lastIndexOf(10) + 1;
    this.#rest = all.slice(end);
    // A line's end is no part of any other character.
    return new TextDecoder().decode(all.subarray(0, end));
  }
}

/** Waits; not any longer once the signal comes. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  const options = signal ? { signal } : {};
  await wait(INTERVAL_MS, undefined, options).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}

/** How following came to its end: with the run, its process, or the follower. */
export type Followed = "ended" | "lost" | "left";

/**
 * The events of a run as they come, from its first one on. Ends with the run,
 * or once its process is gone; any number may follow it at once.
 *
 * @param signal stops following
 * @returns why there is no more of it, as far as its events tell
 */
export async function* followRun(
  storeRoot: string,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, Followed> {
  const path = join(runFolder(storeRoot, id), EVENTS);
  const lines = new Lines();
  const buffer = new Uint8Array(CHUNK);
  let file: Deno.FsFile | undefined;
  try {
    while (true) {
      // Asked first: what a process wrote before it went is there to be read.
      const live = await isLive(storeRoot, id);
      file ??= await unlessAbsent(Deno.open(path, { read: true }));
      for (
        let count = await file?.read(buffer) ?? 0;
        count > 0;
        count = await file?.read(buffer) ?? 0
      ) {
        for (
          const event of parseEvents(lines.whole(buffer.subarray(0, count)))
        ) {
          yield event;
          if (event.type === "run.end") return "ended";
        }
      }
      if (!live) return "lost";
      await pause(signal);
      if (signal?.aborted) return "left";
    }
  } finally {
    file?.close();
  }
}
