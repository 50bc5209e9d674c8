/**
 * The way that training goes: which epochs, in which order, and which of them
 * the model is made of. Callbacks decide it from the tables of epochs, so it is
 * known only as far as those are.
 *
 *     start ── 1 ── 2 ── 3 ── 4 ┈ stopped     1, 2, 4 … what is decided from
 *                   └ kept                       their tables
 *                     └── 1 ── 2 ── 3         the next phase
 *
 * No decision is in a key. An epoch's key is made of what it does and of what
 * it comes after, so an epoch that would be the same without callbacks is.
 *
 * @module
 */
import type { Decision, EpochRow } from "../events/event.ts";
import type { Computed } from "./node.ts";
import type { EpochProgram } from "./program.ts";
import { type EpochNode, tableNode } from "./epoch_node.ts";
import { followPhase } from "./phase_course.ts";
import type { Tell } from "./tell.ts";
import type { Watch } from "./watches.ts";

/** How training went, or will go where nothing is decided yet. */
export interface Course {
  /** In the order of training; as planned from the first unknown one on. */
  readonly epochs: readonly EpochNode[];
  /** The tables that were asked for, one for each of the first epochs. */
  readonly tables: readonly Computed[];
  /** Everything is decided, or there was nothing to decide. */
  readonly decided: boolean;
  /** What the model is made of. */
  readonly checkpoint: EpochNode;
  /** The last epochs of phases, and those that are kept. */
  readonly ends: readonly EpochNode[];
  /** Of all epochs that are known, those after a kept one included. */
  readonly rows: readonly EpochRow[];
  readonly decisions: readonly Decision[];
}

/** Programs by phase, each of which begins with its first epoch. */
function phasesOf(
  programs: readonly EpochProgram[],
): readonly (readonly EpochProgram[])[] {
  const starts = programs.flatMap(({ epoch }, at) => epoch === 1 ? [at] : []);
  return starts.map((from, at) => programs.slice(from, starts[at + 1]));
}

/**
 * Follows a plan as far as it can be told.
 *
 * @param planned the epochs of the whole schedule
 * @param onDecision called with each decision as soon as it is made
 */
export async function courseOf(
  planned: readonly EpochNode[],
  watches: readonly Watch[],
  tell: Tell,
  onDecision: (decision: Decision) => void = () => {},
): Promise<Course> {
  const last = planned.at(-1);
  let after: Computed | undefined = planned[0]?.after;
  if (last === undefined || after === undefined) {
    throw new TypeError("The schedule has no epochs");
  }
  if (watches.length === 0) {
    const nothing = { tables: [], ends: [last], rows: [], decisions: [] };
    return { ...nothing, epochs: planned, decided: true, checkpoint: last };
  }
  const course = {
    epochs: [] as EpochNode[],
    ends: [] as EpochNode[],
    rows: [] as EpochRow[],
    decisions: [] as Decision[],
  };
  let checkpoint = last;
  let decided = true;
  let epochsBefore = 0;
  for (const programs of phasesOf(planned.map(({ program }) => program))) {
    const phase = await followPhase(programs, {
      after,
      epochsBefore,
      watches,
      tell: decided
        ? (question) =>
          tell({ ...question, needed: [...course.ends, ...question.needed] })
        : () => Promise.resolve(undefined),
      onDecision: (decision) => {
        course.decisions.push(decision);
        onDecision(decision);
      },
    });
    decided = phase.decided;
    after = checkpoint = phase.kept;
    epochsBefore = checkpoint.program.epochsBefore + 1;
    course.epochs.push(...phase.epochs);
    course.rows.push(...phase.rows);
    if (decided) course.ends.push(...phase.ends);
  }
  const tables = course.epochs.slice(0, course.rows.length).map(tableNode);
  return { ...course, tables, decided, checkpoint };
}
