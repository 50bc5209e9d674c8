/**
 * What a job would do, as far as the store tells: nothing is executed, and no
 * engine is loaded.
 *
 * @module
 */
import type { Store } from "../../../base/store/store.ts";
import { along } from "../../../flow/graph/along.ts";
import type { Course } from "../../../flow/graph/course.ts";
import { intention } from "../../../flow/graph/decision.ts";
import type { EpochNode } from "../../../flow/graph/epoch_node.ts";
import { epochWords } from "../../../flow/graph/extension.ts";
import { learnable } from "../../../flow/graph/learnable.ts";
import { dataGraph, learnGraph } from "../../../flow/graph/learning.ts";
import type { Computed } from "../../../flow/graph/node.ts";
import type { Outlook } from "../../../flow/graph/outlook.ts";
import { watchesOf } from "../../../flow/graph/watches.ts";
import { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { decodeCheckpoint } from "../../train/checkpoint.ts";
import { CHECKPOINT } from "../job/checkpoints.ts";
import { statisticsHash } from "../job/data_executors.ts";
import { knownCourse } from "../recall/follow.ts";
import { frozenNotes, learningNotes } from "../trainer/frozen_plan.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import { graphOf, type JobGraph, nodesOf, tracesOf } from "../job/job_graph.ts";
import { NUMERICS } from "../job/numerics.ts";
import { type TrainingAhead, trainingAhead } from "../recall/training_ahead.ts";

/** A node by the names of those that it reads. */
function readsOf({ inputs, after }: Computed): Outlook["reads"] {
  const reads: Record<string, string> = {};
  for (const [input, node] of Object.entries(inputs)) {
    if ("name" in node) reads[input] = node.name;
  }
  if (after) reads["after"] = after.name;
  return reads;
}

/** The step that an unfinished epoch goes on with; 0 where none was saved. */
async function savedStep(store: Store, key: string | null): Promise<number> {
  const partial = key === null ? undefined : await store.readPartial(key);
  const saved = partial?.get(CHECKPOINT);
  return saved ? decodeCheckpoint(saved).step : 0;
}

/** What the first epoch that runs goes on from. */
async function progressOf(
  { program, after }: EpochNode,
  key: string | null,
  { store, stored, epochs }: {
    readonly store: Store;
    readonly stored: boolean;
    readonly epochs: readonly EpochNode[];
  },
): Promise<Pick<Outlook, "fate" | "from" | "left">> {
  const steps = program.settings.length;
  const step = await savedStep(store, key);
  if (step > 0) {
    const from = `step ${step} of ${steps}`;
    return { fate: "continue", from, left: 1 - step / steps };
  }
  if (!stored || !after) return { fate: "run" };
  return { fate: "continue", from: epochWords(after.name, epochs) };
}

/**
 * What becomes of the nodes of a job, in the order of the flow.
 *
 * @param graph along the course
 */
export async function outlookOf(
  store: Store,
  nodes: Omit<JobGraph, "index">,
  { course, ahead, scheduler }: {
    readonly course: Course;
    readonly ahead: TrainingAhead;
    readonly scheduler: Scheduler;
  },
): Promise<readonly Outlook[]> {
  const { running, stored } = ahead;
  const [first] = running;
  const runs = new Set<Computed>(running);
  const traces = await tracesOf(nodes, course, scheduler);
  const outlook: Outlook[] = [];
  for (const [at, node] of nodesOf(nodes, course).entries()) {
    const trace = traces[at];
    if (trace === undefined) continue;
    const absent = node.kind !== "epoch" && !node.virtual &&
      trace.outHash === null;
    const progress = node === first
      ? await progressOf(first, trace.key, {
        store,
        stored: stored !== undefined,
        epochs: course.epochs,
      })
      : {};
    outlook.push({
      ...trace,
      reads: readsOf(node),
      fate: absent || runs.has(node) ? "run" : "reuse",
      ...progress,
    });
  }
  return outlook;
}

/** What there is to say of how items are read. */
export function inputNotes(
  { input }: Pick<LearnJob["stages"], "input">,
): readonly string[] {
  const { note } = input.behaviour;
  return note === undefined ? [] : [`Input: ${note}`];
}

/** A job, looked at before it is done. */
export interface LookAhead {
  /** In the order of the flow. */
  readonly nodes: readonly Outlook[];
  /**
   * How items are read, what becomes of frozen layers, and what may be decided
   * between epochs.
   */
  readonly notes: readonly string[];
}

/**
 * Looks at a job: which of its nodes would run. A node whose input runs first
 * may still be found once that is known to give the same.
 *
 * @param emit gets items that are left out
 * @throws {PipelineError} when the job cannot be done, as far as that is known
 */
export async function lookAhead(
  job: LearnJob,
  emit: LearnOptions["emit"],
): Promise<LookAhead> {
  const { description, stages, front, store, weights } = job;
  learnable(stages, front);
  const learned = statisticsHash(job);
  const scheduler = new Scheduler({
    store,
    emit: () => {},
    foresee: ({ kind }) => kind === "statistics" ? learned : undefined,
  });
  const data = dataGraph(description, front);
  const input = await scheduler.peek(data.input);
  const known = input && await graphOf(job, input, emit);
  const nodes = known ?? {
    front,
    data,
    graph: learnGraph(description, stages, front, data, {
      numerics: NUMERICS,
      ...weights === undefined ? {} : { weights },
    }),
  };
  const course = await knownCourse(job, nodes.graph, scheduler);
  const ahead = await trainingAhead(course, scheduler);
  const graph = along(nodes.graph, course);
  const programs = ahead.running.map(({ program }) => program);
  return {
    nodes: await outlookOf(store, { ...nodes, graph }, {
      course,
      ahead,
      scheduler,
    }),
    notes: [
      ...inputNotes(stages),
      ...frozenNotes(programs, { stages, index: known?.index }),
      ...learningNotes(programs),
      ...watchesOf(stages).map(intention),
    ],
  };
}
