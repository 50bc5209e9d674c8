import type { Entry } from "../../../base/store/store.ts";
import type { Decision } from "../../../flow/events/event.ts";
import { type Course, courseOf } from "../../../flow/graph/course.ts";
import type { Tell } from "../../../flow/graph/tell.ts";
import type { LearnGraph } from "../../../flow/graph/learning.ts";
import type { Computed } from "../../../flow/graph/node.ts";
import { watchesOf } from "../../../flow/graph/watches.ts";
import type { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { historyOf } from "../job/checkpoints.ts";
import type { LearnJob } from "../job/job.ts";
import { leftTables } from "./left_tables.ts";
import type { PassingCheckpoints } from "./passing_checkpoints.ts";

/** The course of a job as far as the store knows it; trains nothing. */
export async function knownCourse(
  { stages }: LearnJob,
  { epochs }: LearnGraph,
  scheduler: Scheduler,
): Promise<Course> {
  const watches = watchesOf(stages);
  const left = await leftTables(epochs, watches, scheduler);
  return await courseOf(epochs, watches, async (question) => {
    const entry = await scheduler.peek(question.table);
    return entry ? await historyOf(entry) : left(question);
  });
}

/** The keys of what is stored of some nodes. */
async function keysOf(
  nodes: readonly Computed[],
  scheduler: Scheduler,
): Promise<readonly string[]> {
  const entries = await Promise.all(nodes.map((node) => scheduler.peek(node)));
  return entries.flatMap((entry) => entry ? [entry.key] : []);
}

/** Trains what decisions depend on, until all are made. */
export async function trainCourse(
  { stages }: LearnJob,
  { epochs }: LearnGraph,
  { scheduler, trainer, onDecision }: {
    readonly scheduler: Scheduler;
    readonly trainer: {
      readonly passing: Pick<PassingCheckpoints, "spare" | "thin">;
    };
    readonly onDecision: (decision: Decision) => void;
  },
): Promise<Course & { readonly end: Entry }> {
  const watches = watchesOf(stages);
  const left = await leftTables(epochs, watches, scheduler);
  const tell: Tell = async (question) => {
    const { table, needed } = question;
    trainer.passing.spare(await keysOf(needed, scheduler));
    return left(question) ?? await historyOf(await scheduler.resolve(table));
  };
  const course = await courseOf(epochs, watches, tell, onDecision);
  const end = await scheduler.resolve(course.checkpoint);
  trainer.passing.spare(await keysOf(course.ends, scheduler));
  await trainer.passing.thin();
  return { ...course, end };
}
