import type { Decision, EpochRow } from "../events/event.ts";
import { kept, lowered, stopped } from "./decision.ts";
import { type EpochNode, epochNode, tableNode } from "./epoch_node.ts";
import type { Computed } from "./node.ts";
import type { EpochProgram } from "./program.ts";
import { reduced } from "./reduced.ts";
import type { Tell } from "./tell.ts";
import { bestEpoch, improvements, stopsAfter } from "./tracking.ts";
import { figuresOf, type Watch } from "./watches.ts";

/** Where a phase begins, and whom it asks. */
export interface PhaseStart {
  readonly after: Computed;
  readonly epochsBefore: number;
  readonly watches: readonly Watch[];
  readonly tell: Tell;
  readonly onDecision: (decision: Decision) => void;
}

/** How one phase went, or will go. */
export interface PhaseCourse {
  readonly epochs: readonly EpochNode[];
  /** What the next phase, or the model, is made of. */
  readonly kept: EpochNode;
  /** The last epoch, and the kept one where that is another. */
  readonly ends: readonly EpochNode[];
  readonly rows: readonly EpochRow[];
  readonly decided: boolean;
}

/** Whether each row is better than all before it, as one callback sees it. */
function improved(
  { tracker: { monitor, minDelta }, better }: Watch,
  rows: readonly EpochRow[],
): readonly boolean[] {
  return improvements(figuresOf(rows, monitor), { better, minDelta });
}

/** The decision to stop here, if one of the callbacks makes it. */
function stopHere(
  watches: readonly Watch[],
  rows: readonly EpochRow[],
  phase: string,
): Decision | undefined {
  const at = rows.length;
  for (const watch of watches) {
    const { tracker, better } = watch;
    if (tracker.op !== "earlyStopping") continue;
    const after = stopsAfter(improved(watch, rows), tracker.patience);
    if (after === undefined) continue;
    return stopped(tracker, better, { phase, after: at, epoch: at });
  }
  return undefined;
}

/** The decisions to lower the rates of the next epoch. */
function lowerNext(
  watches: readonly Watch[],
  rows: readonly EpochRow[],
  next: EpochProgram,
): readonly Decision[] {
  return watches.flatMap((watch) => {
    if (watch.tracker.op !== "reduceOnPlateau") return [];
    const rates = (some: readonly EpochRow[]) =>
      JSON.stringify(reduced(next.settings, [watch], some));
    if (rates(rows) === rates(rows.slice(0, -1))) return [];
    const { phase, epoch } = next;
    return lowered(watch.tracker, { phase, after: epoch - 1, epoch });
  });
}

/** The best epoch so far as `keepBest()` sees it, if that is among them. */
function best(watches: readonly Watch[], rows: readonly EpochRow[]) {
  const watch = watches.find(({ tracker }) => tracker.op === "keepBest");
  return watch && bestEpoch(improved(watch, rows));
}

/** Follows one phase as far as its tables can be told. */
export async function followPhase(
  programs: readonly EpochProgram[],
  { after, epochsBefore, watches, tell, onDecision }: PhaseStart,
): Promise<PhaseCourse> {
  const epochs: EpochNode[] = [];
  let rows: readonly EpochRow[] = [];
  let decided = true;
  for (const [at, planned] of programs.entries()) {
    const node = epochNode({
      ...planned,
      epochsBefore: epochsBefore + at,
      settings: reduced(planned.settings, watches, rows),
    }, epochs.at(-1) ?? after);
    epochs.push(node);
    if (!decided) continue;
    const bestAt = best(watches, rows);
    const needed = bestAt === undefined ? [] : epochs.slice(bestAt - 1, bestAt);
    const told = await tell({ epoch: node, table: tableNode(node), needed });
    if (told === undefined) {
      decided = false;
      continue;
    }
    rows = told.slice(-epochs.length);
    const next = programs[at + 1];
    if (next === undefined) break;
    const stop = stopHere(watches, rows, planned.phase);
    if (stop !== undefined) {
      onDecision(stop);
      break;
    }
    lowerNext(watches, rows, next).forEach(onDecision);
  }
  const last = epochs.at(-1);
  if (last === undefined) throw new TypeError("A phase has no epochs");
  const keeper = watches.find(({ tracker }) => tracker.op === "keepBest");
  if (!decided || keeper?.tracker.op !== "keepBest") {
    return { epochs, kept: last, ends: [last], rows, decided };
  }
  const { phase } = last.program;
  const bestAt = best(watches, rows);
  onDecision(
    kept(keeper.tracker, rows, { phase, after: rows.length, best: bestAt }),
  );
  const keeping = epochs[(bestAt ?? rows.length) - 1] ?? last;
  const ends = keeping === last ? [last] : [keeping, last];
  return { epochs, kept: keeping, ends, rows, decided };
}
