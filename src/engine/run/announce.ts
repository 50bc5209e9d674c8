import type { Entry } from "../../base/store/store.ts";
import type { Course } from "../../flow/graph/course.ts";
import { intention } from "../../flow/graph/decision.ts";
import { judging, type LearnGraph } from "../../flow/graph/learning.ts";
import type { Computed } from "../../flow/graph/node.ts";
import { watchesOf } from "../../flow/graph/watches.ts";
import { rowsAndDecisions } from "../../flow/events/rows_and_decisions.ts";
import type { PackIndex } from "../data/pack.ts";
import type { Scheduler } from "../../flow/scheduler/scheduler.ts";
import { historyOf } from "./checkpoints.ts";
import { frozenNotes } from "./frozen_plan.ts";
import type { LearnJob, LearnOptions } from "./job.ts";

/** The stored checkpoint that training goes on from, and what it is before. */
async function nearest(
  scheduler: Scheduler,
  last: Computed | undefined,
): Promise<{ stored: Entry | undefined; missing: ReadonlySet<Computed> }> {
  const missing = new Set<Computed>();
  for (let node = last; node && !node.virtual; node = node.after) {
    const stored = await scheduler.peek(node);
    if (stored) return { stored, missing };
    missing.add(node);
  }
  return { stored: undefined, missing };
}

/**
 * Says what will run and what is there, and shows the epochs that are there.
 *
 * @param graph along the course
 */
export async function announce(
  { stages }: LearnJob,
  graph: LearnGraph,
  course: Course,
  { scheduler, index, emit }: {
    readonly scheduler: Scheduler;
    readonly index: PackIndex;
    readonly emit: LearnOptions["emit"];
  },
): Promise<void> {
  const { epochs, rows, tables, checkpoint, decided, decisions } = course;
  const unknown = decided ? [] : epochs.slice(tables.length);
  const { stored, missing } = await nearest(
    scheduler,
    unknown[0] ?? checkpoint,
  );
  const running = epochs.filter((epoch) =>
    missing.has(epoch) || unknown.slice(1).includes(epoch)
  );
  const nodes = epochs.map((epoch) => {
    const runs = running.includes(epoch);
    return { name: epoch.name, state: runs ? "run" : "reuse" } as const;
  });
  for (const node of [...judging(graph), graph.model]) {
    const there = await scheduler.peek(node);
    nodes.push({ name: node.name, state: there ? "reuse" : "run" });
  }
  const watches = watchesOf(stages);
  const programs = running.map(({ program }) => program);
  const notes = [
    ...frozenNotes(programs, { stages, index }),
    ...watches.map(intention),
  ];
  emit({ type: "plan", nodes, ...notes.length === 0 ? {} : { notes } });
  if (watches.length > 0) {
    return rowsAndDecisions(rows, decisions).forEach(emit);
  }
  const history = stored ? await historyOf(stored) : [];
  for (const row of history) emit({ type: "epoch", ...row });
}
