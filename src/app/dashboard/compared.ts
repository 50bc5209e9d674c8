import type { EpochRow, RunEvent } from "../../flow/events/event.ts";
import { changeText } from "../../flow/pipeline/change_text.ts";
import type { Change } from "../../flow/pipeline/changes.ts";
import { compareRuns, type Comparison } from "../runs/comparison.ts";
import { readEvents } from "../runs/run_files.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { RunStore } from "../runs/run_store.ts";
import { type RunSummary, summaryOf } from "./run_summary.ts";

/** One of two runs. */
export interface ComparedSide extends RunSummary {
  readonly history: readonly EpochRow[];
  /** How many nodes it computed, and how many it reused. */
  readonly executed: number;
  readonly reused: number;
}

/** Two runs, and what they differ in, in words. */
export interface Compared
  extends Pick<Comparison, "metrics" | "first" | "equal"> {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly knobs: readonly string[];
  readonly params: readonly string[];
  readonly machine: readonly string[];
}

function isRow(event: RunEvent) {
  return event.type === "epoch";
}

async function sideOf(
  storeRoot: string,
  run: RunRecord,
): Promise<ComparedSide> {
  // One that came to no end has its rows among its events.
  const history = run.history.length > 0
    ? run.history
    : (await readEvents(storeRoot, run.id)).filter(isRow);
  return {
    ...await summaryOf(storeRoot, run),
    history,
    executed: run.executed.length,
    reused: run.reused.length,
  };
}

/** Puts two runs side by side for the page. */
export async function compared(
  storeRoot: string,
  [before, after]: readonly [RunRecord, RunRecord],
): Promise<Compared> {
  using runs = RunStore.read(storeRoot);
  const side = (run: RunRecord) => ({ run, nodes: runs.nodes(run.id) });
  const { knobs, params, machine, ...rest } = compareRuns(
    side(before),
    side(after),
  );
  const texts = (changes: readonly Change[]) => changes.map(changeText);
  return {
    before: await sideOf(storeRoot, before),
    after: await sideOf(storeRoot, after),
    knobs: texts(knobs),
    params: texts(params),
    machine: texts(machine),
    ...rest,
  };
}
