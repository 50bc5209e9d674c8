/**
 * Runs as they are recorded, without any training, and a page that shows them.
 *
 * @module
 */
import { join } from "node:path";
import { Board, type Doings } from "../../../src/app/dashboard/board.ts";
import {
  type Dashboard,
  openDashboard,
} from "../../../src/app/dashboard/dashboard.ts";
import { EVENTS, LIVE } from "../../../src/app/runs/run_files.ts";
import type { RunOutcome } from "../../../src/app/runs/run_record.ts";
import { runFolder, RunStore } from "../../../src/app/runs/run_store.ts";
import { holdFile } from "../../../src/base/store/held_file.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { END, node, outcome, start } from "../_records.ts";

/** A process that would go on with every run. */
export const WILLING: Doings = {
  busy: false,
  refuses: () => Promise.resolve(undefined),
  again() {},
};

/** Adds events to those of a run. */
export async function append(
  root: string,
  id: string,
  events: readonly RunEvent[],
): Promise<void> {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const path = join(runFolder(root, id), EVENTS);
  await Deno.writeTextFile(path, lines, { append: true });
}

/** Records a run that began; one that goes on until it is let go. */
export async function begun(
  root: string,
  id: string,
  events: readonly RunEvent[] = [],
): Promise<Disposable> {
  await Deno.mkdir(runFolder(root, id), { recursive: true });
  const held = await holdFile(join(runFolder(root, id), LIVE));
  using runs = RunStore.open(root);
  runs.begin(start(id));
  await append(root, id, events);
  return held;
}

/** Records a run that came to an end. */
export async function ended(
  root: string,
  id: string,
  changes: Partial<RunOutcome> = {},
): Promise<void> {
  using _held = await begun(root, id, [
    { type: "run.start", pipeline: "pets" },
    { ...END, executed: ["split", "model"] },
  ]);
  using runs = RunStore.open(root);
  const nodes = [node("split", "a"), node("model", `key of ${id}`)];
  runs.finish(id, { ...outcome("ok"), ...changes }, nodes);
}

/** The page of a cache, at any free port. */
export async function paged(
  root: string,
  doings: Doings = WILLING,
): Promise<Dashboard & { readonly board: Board }> {
  const board = new Board(doings);
  const page = await openDashboard({
    storeRoot: root,
    port: 0,
    board,
    commandOf: ({ pipeline }) => `deno task train ${pipeline}`,
  });
  return {
    url: page.url,
    board,
    [Symbol.asyncDispose]: () => page[Symbol.asyncDispose](),
  };
}
