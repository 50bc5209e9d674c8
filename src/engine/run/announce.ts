import type { EventOf } from "../../flow/events/event.ts";
import { rowsAndDecisions } from "../../flow/events/rows_and_decisions.ts";
import type { Course } from "../../flow/graph/course.ts";
import { intention } from "../../flow/graph/decision.ts";
import { frontTraces } from "../../flow/graph/front_traces.ts";
import { NO_PAST, type Outlook } from "../../flow/graph/outlook.ts";
import { planOf } from "../../flow/graph/plan.ts";
import { watchesOf } from "../../flow/graph/watches.ts";
import type { Scheduler } from "../../flow/scheduler/scheduler.ts";
import { countedAs, historyOf } from "./checkpoints.ts";
import { frozenNotes } from "./frozen_plan.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import type { JobGraph } from "./job_graph.ts";
import { outlookOf } from "./look_ahead.ts";
import { trainingAhead } from "./training_ahead.ts";

type PlanEvent = EventOf<"plan">;

/** What is done when a plan is told: there is nothing to plan of it. */
const DONE: ReadonlySet<string> = new Set([
  "source",
  "label",
  "split",
  "statistics",
  "input",
]);

/** What becomes of what learns and judges, with reasons where a record is kept. */
function plannedNodes(
  outlook: readonly Outlook[],
  past: LearnOptions["past"],
): PlanEvent["nodes"] {
  const done = new Set(
    outlook.filter(({ kind }) => DONE.has(kind)).map(({ name }) => name),
  );
  return planOf(outlook, past ?? NO_PAST).nodes
    .filter(({ name }) => !done.has(name))
    .map(({ name, state, reason, from, seconds }) => ({
      name,
      state,
      ...past === undefined || reason === undefined ? {} : { reason },
      ...from === undefined ? {} : { from },
      ...past === undefined || seconds === null ? {} : { seconds },
    }));
}

/**
 * Says what will run and what is there, and shows the epochs that are there.
 *
 * @param nodes along the course
 */
export async function announce(
  { description, stages, store, front }: LearnJob,
  nodes: JobGraph,
  course: Course,
  { scheduler, emit, past }: {
    readonly scheduler: Scheduler;
    readonly emit: LearnOptions["emit"];
    readonly past: LearnOptions["past"];
  },
): Promise<void> {
  const ahead = await trainingAhead(course, scheduler);
  const outlook: readonly Outlook[] = [
    ...frontTraces(description, front)
      .map((trace) => ({ ...trace, fate: "reuse" as const, reads: {} })),
    ...await outlookOf(store, nodes, { course, ahead, scheduler }),
  ];
  const watches = watchesOf(stages);
  const programs = ahead.running.map(({ program }) => program);
  const notes = [
    ...frozenNotes(programs, { stages, index: nodes.index }),
    ...watches.map(intention),
  ];
  emit({
    type: "plan",
    nodes: plannedNodes(outlook, past),
    ...notes.length === 0 ? {} : { notes },
  });
  if (watches.length > 0) {
    return rowsAndDecisions(course.rows, course.decisions).forEach(emit);
  }
  const history = ahead.stored ? await historyOf(ahead.stored) : [];
  for (const row of countedAs(course.epochs, history)) {
    emit({ type: "epoch", ...row });
  }
}
