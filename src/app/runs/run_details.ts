import type { EpochRow, EventOf, RunEvent } from "../../flow/events/event.ts";
import { type Opening, Openings } from "./openings.ts";
import { readEvents } from "./run_files.ts";
import type { RunNode, RunRecord } from "./run_record.ts";
import { type RunStatus, statusOf } from "./run_status.ts";
import { RunStore } from "./run_store.ts";

type ErrorEvent = EventOf<"error">;

/** A node, as far as a run told of it. */
export type NodeLine = Pick<RunNode, "name" | "key" | "seconds"> & {
  /** `reused`, `executed`, or where it stopped: `running`, `failed`; or none. */
  readonly state: string;
};

/** All that is kept of a run. */
export interface RunDetails {
  readonly run: RunRecord;
  readonly status: RunStatus;
  readonly nodes: readonly NodeLine[];
  readonly history: readonly EpochRow[];
  /** Of a run that failed. */
  readonly error: ErrorEvent | null;
  /** In which what this run gave was asked about its test set. */
  readonly openings: readonly Opening[];
}

/** The nodes of a run that left no record of them, by what it told. */
export function nodesTold(events: readonly RunEvent[]): readonly NodeLine[] {
  const nodes = new Map<string, NodeLine>();
  for (const event of events) {
    if (event.type !== "node.state") continue;
    const { node: name, key, seconds = null } = event;
    const state = event.state === "done" ? "computed" : event.state;
    nodes.set(name, { name, key, seconds, state });
  }
  return [...nodes.values()];
}

function recorded(nodes: readonly RunNode[]): readonly NodeLine[] {
  return nodes.map(({ name, kind, key, seconds, executed }) => ({
    name,
    key,
    seconds,
    // Of the start of training nothing is stored.
    state: kind === "start" ? "" : executed ? "computed" : "reused",
  }));
}

/** The key of the checkpoint that a run's model is made of. */
function checkpointOf(nodes: readonly RunNode[]): string | undefined {
  const judged = nodes.find(({ kind }) => kind === "predictions");
  const hash = judged?.inputs["checkpoint"];
  const made = nodes.find(({ kind, outHash }) =>
    kind === "epoch" && outHash !== null && outHash === hash
  );
  return made?.key ?? undefined;
}

/** The error of a run: as it was told, or the sentence that is recorded. */
function errorOf(
  { error }: RunRecord,
  events: readonly RunEvent[],
): ErrorEvent | null {
  const told = events.find((event): event is ErrorEvent =>
    event.type === "error"
  );
  if (told) return told;
  return error === null ? null : { type: "error", message: error };
}

/** Gathers what is kept of a run. */
export async function detailsOf(
  storeRoot: string,
  run: RunRecord,
): Promise<RunDetails> {
  const events = await readEvents(storeRoot, run.id);
  using runs = RunStore.read(storeRoot);
  const kept = runs.nodes(run.id);
  const checkpoint = checkpointOf(kept);
  using openings = Openings.read(storeRoot);
  const rows = events.filter((event) => event.type === "epoch");
  return {
    run,
    status: await statusOf(storeRoot, run),
    nodes: kept.length > 0 ? recorded(kept) : nodesTold(events),
    history: run.history.length > 0 ? run.history : rows,
    error: errorOf(run, events),
    openings: checkpoint === undefined ? [] : openings.ofCheckpoint(checkpoint),
  };
}
