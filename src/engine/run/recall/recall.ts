import type { Entry } from "../../../base/store/store.ts";
import type { RunEnd, RunEvent } from "../../../flow/events/event.ts";
import { along } from "../../../flow/graph/along.ts";
import type { Course } from "../../../flow/graph/course.ts";
import { dataGraph } from "../../../flow/graph/learning.ts";
import type { NodeTrace } from "../../../flow/graph/trace.ts";
import { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { countedAs, historyOf } from "../job/checkpoints.ts";
import { findFamiliarity, type Found } from "../job/familiarity.ts";
import { knownCourse } from "./follow.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import {
  graphOf,
  type JobGraph,
  namesOf,
  outputsOf,
  readMetrics,
  tracesOf,
} from "../job/job_graph.ts";

/** What a finished run has. */
export type Learned =
  & Pick<
    RunEnd,
    | "metrics"
    | "baseline"
    | "executed"
    | "reused"
    | "adapter"
    | "history"
    | "decisions"
    | "outputs"
  >
  & {
    /** The stored model. */
    readonly model: Entry;
    /** What tells whether items are unlike those of the training. */
    readonly familiarity: Entry | undefined;
    /** All nodes, in the order of the flow. */
    readonly nodes: readonly NodeTrace[];
  };

/** A job that was trained to its end. */
export interface TrainedJob extends JobGraph {
  /** Looks things up and executes nothing. */
  readonly scheduler: Scheduler;
  readonly input: Entry;
  readonly course: Course;
  /** What the course ended with. */
  readonly checkpoint: Entry;
}

/**
 * The nodes of a job along the course that its training took, or nothing if it
 * did not come to its end. Executes nothing.
 *
 * @param emit gets what a user must read again: items that are left out
 * @throws {PipelineError} when items are left out and the job is strict
 */
export async function findTrained(
  job: LearnJob,
  emit: LearnOptions["emit"],
): Promise<TrainedJob | undefined> {
  const scheduler = new Scheduler({ store: job.store, emit: () => {} });
  const input = await scheduler.peek(
    dataGraph(job.description, job.front).input,
  );
  if (input === undefined) return undefined;
  const events: RunEvent[] = [];
  const nodes = await graphOf(job, input, (event) => {
    events.push(event);
  });
  const course = await knownCourse(job, nodes.graph, scheduler);
  if (!course.decided) return undefined;
  const checkpoint = await scheduler.peek(course.checkpoint);
  if (checkpoint === undefined) return undefined;
  events.forEach(emit);
  const graph = along(nodes.graph, course);
  return { ...nodes, graph, scheduler, input, course, checkpoint };
}

/**
 * What a job has already given, or nothing if any of it is still to be
 * computed. Executes nothing; this module loads no engine.
 *
 * @param emit gets what a user must read again: items that are left out
 * @throws {PipelineError} when items are left out and the job is strict
 */
export async function recall(
  job: LearnJob,
  emit: LearnOptions["emit"],
): Promise<Learned | undefined> {
  return await recallIf(job, emit, () => true);
}

/**
 * The same, but nothing also where it is not known what is unlike the items of
 * the training: who trains is to have that, too.
 *
 * @throws {PipelineError} when items are left out and the job is strict
 */
export async function recallWhole(
  job: LearnJob,
  emit: LearnOptions["emit"],
): Promise<Learned | undefined> {
  return await recallIf(job, emit, ({ done }) => done);
}

async function recallIf(
  job: LearnJob,
  emit: LearnOptions["emit"],
  isEnough: (familiarity: Found) => boolean,
): Promise<Learned | undefined> {
  const events: RunEvent[] = [];
  const trained = await findTrained(job, (event) => {
    events.push(event);
  });
  if (trained === undefined) return undefined;
  const { course, graph, scheduler, checkpoint, ...nodes } = trained;
  const found = await readMetrics(graph, (node) => scheduler.peek(node));
  const model = await scheduler.peek(graph.model);
  if (!found || !model) return undefined;
  const known = await findFamiliarity({ ...nodes, store: job.store, graph });
  if (!isEnough(known)) return undefined;
  events.forEach(emit);
  return {
    ...found,
    executed: [],
    reused: namesOf({ ...nodes, graph }, course),
    adapter: adapterOf(checkpoint),
    ...await historyAlong(course, checkpoint),
    outputs: await outputsOf(
      { ...nodes, graph },
      course,
      (node) => scheduler.peek(node),
    ),
    nodes: await tracesOf({ ...nodes, graph }, course, scheduler),
    model,
    familiarity: known.entry,
  };
}

/** The table of a run: of all epochs that were trained, not of kept ones only. */
export async function historyAlong(
  { epochs, rows, decisions }: Course,
  checkpoint: Entry,
): Promise<Pick<RunEnd, "history" | "decisions">> {
  // Where nothing is decided, no table was asked for.
  if (rows.length === 0) {
    return { history: countedAs(epochs, await historyOf(checkpoint)) };
  }
  return { history: rows, ...decisions.length === 0 ? {} : { decisions } };
}

/** The adapter that computed a checkpoint. */
export function adapterOf({ meta }: Entry): RunEnd["adapter"] {
  // Written by the workbench.
  const { adapter } = meta.provenance as { adapter?: RunEnd["adapter"] };
  return adapter ?? null;
}
