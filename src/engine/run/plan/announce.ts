import type { EventOf } from "../../../flow/events/event.ts";
import { rowsAndDecisions } from "../../../flow/events/rows_and_decisions.ts";
import type { Course } from "../../../flow/graph/course.ts";
import { intention } from "../../../flow/graph/decision.ts";
import { frontTraces } from "../../../flow/graph/front_traces.ts";
import { NO_PAST, type Outlook } from "../../../flow/graph/outlook.ts";
import { planOf } from "../../../flow/graph/plan.ts";
import { watchesOf } from "../../../flow/graph/watches.ts";
import type { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { countedAs, historyOf } from "../job/checkpoints.ts";
import { frozenNotes } from "../trainer/frozen_plan.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import type { JobGraph } from "../job/job_graph.ts";
import { inputNotes, lookAhead, outlookOf } from "./look_ahead.ts";
import { trainingAhead } from "../recall/training_ahead.ts";

type PlanEvent = EventOf<"plan">;

/** What is done when a plan is told: there is nothing to plan of it. */
const DONE: ReadonlySet<string> = new Set(["statistics", "input"]);

/** Nodes as they are told, with reasons where a record is kept. */
function nodesTold(
  { description, front }: LearnJob,
  outlook: readonly Outlook[],
  past: LearnOptions["past"],
): PlanEvent["nodes"] {
  const before = frontTraces(description, front)
    .map((trace) => ({ ...trace, fate: "reuse" as const, reads: {} }));
  return planOf([...before, ...outlook], past ?? NO_PAST).nodes
    .slice(before.length)
    .map(({ name, state, reason, from, seconds }) => ({
      name,
      state,
      ...past === undefined || reason === undefined ? {} : { reason },
      ...from === undefined ? {} : { from },
      ...past === undefined || seconds === null ? {} : { seconds },
    }));
}

/** Says what will most likely become of all nodes, before items are read. */
export async function foretell(
  job: LearnJob,
  { emit, past }: Pick<LearnOptions, "emit" | "past">,
): Promise<void> {
  const { nodes } = await lookAhead(job, () => {});
  emit({ type: "outlook", nodes: nodesTold(job, nodes, past) });
}

/**
 * Says what will run and what is there, and shows the epochs that are there.
 *
 * @param nodes along the course
 */
export async function announce(
  job: LearnJob,
  nodes: JobGraph,
  course: Course,
  { scheduler, emit, past }: {
    readonly scheduler: Scheduler;
    readonly emit: LearnOptions["emit"];
    readonly past: LearnOptions["past"];
  },
): Promise<void> {
  const { stages, store } = job;
  const ahead = await trainingAhead(course, scheduler);
  const outlook = await outlookOf(store, nodes, { course, ahead, scheduler });
  const watches = watchesOf(stages);
  const programs = ahead.running.map(({ program }) => program);
  const notes = [
    ...inputNotes(stages),
    ...frozenNotes(programs, { stages, index: nodes.index }),
    ...watches.map(intention),
  ];
  emit({
    type: "plan",
    nodes: nodesTold(job, outlook, past)
      .filter(({ name }) => !DONE.has(name)),
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
