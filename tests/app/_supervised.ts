/**
 * Runs a pipeline under the supervisor in this process.
 *
 * @module
 */
import { join } from "node:path";
import { supervise } from "../../src/app/run/supervise.ts";
import type { RunOptions } from "../../src/app/run/ready.ts";
import type { RunEvent } from "../../src/flow/events/event.ts";
import { type Desk, eventsOf, type Told } from "./_cli.ts";

/** Trains a file of the desk; its events are those of `train --json`. */
export async function supervised(
  desk: Desk,
  file: string,
  options: Partial<RunOptions> = {},
): Promise<Pick<Told, "events" | "end" | "error">> {
  const events: RunEvent[] = [];
  const end = await supervise(join(desk.folder, file), {
    settings: [],
    strict: false,
    storeRoot: desk.cache,
    signal: new AbortController().signal,
    kill: new AbortController().signal,
    ...options,
    emit: (event) => void events.push(event),
  });
  return { events, end, error: eventsOf(events, "error")[0] ?? {} };
}
