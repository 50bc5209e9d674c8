import { join } from "node:path";
import { isHeld } from "../../base/store/held_file.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { runFolder } from "./run_store.ts";

/** The file of a run that holds its events, a line each. */
export const EVENTS = "events.ndjson";

/** The file of a run that is locked as long as it goes on. */
export const LIVE = "live";

/** Whether the process of a run lives: one without an outcome was killed else. */
export async function isLive(storeRoot: string, id: string): Promise<boolean> {
  return await isHeld(join(runFolder(storeRoot, id), LIVE));
}

/** The events in a text; a last line that is torn is left out. */
export function parseEvents(text: string): readonly RunEvent[] {
  const lines = text.split("\n");
  // What ends with a whole line ends with an empty one here.
  const whole = lines.slice(0, -1);
  return whole.flatMap((line) => {
    try {
      // Our own process wrote it.
      return [JSON.parse(line) as RunEvent];
    } catch {
      return []; // a process was killed in its midst, and another went on
    }
  });
}

/** The events of a run so far; none where it left none. */
export async function readEvents(
  storeRoot: string,
  id: string,
): Promise<readonly RunEvent[]> {
  const path = join(runFolder(storeRoot, id), EVENTS);
  return parseEvents(await unlessAbsent(Deno.readTextFile(path)) ?? "");
}
