import { along } from "../../flow/graph/along.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import { dataGraph, judging } from "../../flow/graph/learning.ts";
import { type Executor, Scheduler } from "../../flow/scheduler/scheduler.ts";
import { KernelWatch } from "../kernels/kernel_watch.ts";
import { adapterBefore } from "./recall/adapter_before.ts";
import { announce, foretell } from "./plan/announce.ts";
import { dataExecutors } from "./job/data_executors.ts";
import { resolveFamiliarity } from "./job/familiarity.ts";
import { knownCourse, trainCourse } from "./recall/follow.ts";
import type { LearnJob, LearnOptions } from "./job/job.ts";
import {
  graphOf,
  namesOf,
  outputsOf,
  readMetrics,
  tracesOf,
} from "./job/job_graph.ts";
import { learnExecutors } from "./learn_executors.ts";
import { adapterOf, historyAlong, type Learned } from "./recall/recall.ts";
import { Trainer } from "./trainer/trainer.ts";
import { Workbench } from "./job/workbench.ts";

/**
 * Does what of a job is not done yet.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {AggregateError} when several of its metrics are
 * @throws {Interrupted} when the signal stopped it; its state is saved
 */
export async function learn(
  job: LearnJob,
  options: LearnOptions,
): Promise<Learned> {
  const { emit } = options;
  const { store } = job;
  learnable(job.stages, job.front);
  await using workbench = new Workbench(job, options);
  using watch = new KernelWatch();
  // What learns is added below: it is made of what could be read.
  const executors: Record<string, Executor> = {
    ...dataExecutors(job, options),
  };
  const scheduler = new Scheduler({
    store,
    emit,
    provenance: () => workbench.provenance(),
    executors,
  });
  const data = dataGraph(job.description, job.front);
  // To read items may take a while.
  if (!await scheduler.peek(data.input)) await foretell(job, options);
  const input = await scheduler.resolve(data.input);
  const nodes = await graphOf(job, input, emit);
  const { front, index, graph } = nodes;
  await using trainer = new Trainer({
    job,
    options,
    workbench,
    front,
    graph,
    input,
    index,
  });
  Object.assign(
    executors,
    learnExecutors({ job, graph, workbench, input, index }, trainer),
  );
  const known = await knownCourse(job, graph, scheduler);
  await announce(job, { ...nodes, graph: along(graph, known) }, known, {
    scheduler,
    emit,
    past: options.past,
  });
  workbench.goOnLike(await adapterBefore(known, { scheduler, store }));
  let told = known.decisions.length;
  const course = await trainCourse(job, graph, {
    scheduler,
    trainer,
    onDecision: (decision) => {
      // Those that were known are shown with the epochs that are there.
      if (told-- <= 0) emit({ type: "decision", ...decision });
    },
  }).catch((error) => {
    scheduler.block([...judging(graph), graph.model], error);
    throw error;
  });
  await trainer.keepTuning();
  await trainer.endSteps();
  const done = along(graph, course);
  // What judges may fail, as code of the pipeline's own: the rest is done.
  await scheduler.resolveAll([...judging(done), done.model]);
  const found = await readMetrics(done, (node) => scheduler.peek(node));
  const model = await scheduler.resolve(done.model);
  const familiarity = await resolveFamiliarity(
    { store, front, graph: done },
    (checkpoint, run) => trainer.validation.ask(checkpoint, run),
    () => workbench.provenance(),
  );
  // Where no device was opened, no kernel ran.
  if (workbench.adapter) {
    const { bytes, ...steps } = trainer.account;
    const memory = await trainer.memory();
    emit({
      type: "engine",
      steps,
      replay_bytes: bytes,
      ...memory === undefined ? {} : { memory },
      kernels: watch.ours,
      fallbacks: watch.fallbacks,
      others: watch.others,
    });
  }
  const { executed } = scheduler.account;
  const names = namesOf({ ...nodes, graph: done }, course);
  const outputs = await outputsOf(
    { ...nodes, graph: done },
    course,
    (node) => scheduler.peek(node),
  );
  return {
    metrics: found?.metrics ?? {},
    baseline: found?.baseline ?? {},
    executed,
    reused: names.filter((name) => !executed.includes(name)),
    adapter: workbench.adapter ?? adapterOf(course.end),
    ...await historyAlong(course, course.end),
    outputs,
    nodes: await tracesOf({ ...nodes, graph: done }, course, scheduler),
    model,
    familiarity,
  };
}
