import type { Entry } from "../../base/store/store.ts";
import type { EpochRow } from "../../flow/events/event.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import { dataGraph, type LearnGraph } from "../../flow/graph/learning.ts";
import { type Executor, Scheduler } from "../../flow/scheduler/scheduler.ts";
import { historyOf } from "./checkpoints.ts";
import { dataExecutors } from "./data_executors.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import { graphOf, namesOf, readMetrics } from "./job_graph.ts";
import { learnExecutors } from "./learn_executors.ts";
import { adapterOf, type Learned } from "./recall.ts";
import { Trainer } from "./trainer.ts";
import { Workbench } from "./workbench.ts";

/**
 * Does what of a job is not done yet.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
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
  const input = await scheduler.resolve(
    dataGraph(job.description, job.front).input,
  );
  const nodes = await graphOf(job, input, emit);
  const { front, index, graph } = nodes;
  const trainer = new Trainer({
    job,
    options,
    workbench,
    front,
    graph,
    input,
    index,
  });
  try {
    Object.assign(
      executors,
      learnExecutors({ job, graph, workbench, input, index }, trainer),
    );
    await announce(scheduler, graph, emit);
    const last = graph.epochs.at(-1);
    if (last === undefined) throw new TypeError("The schedule has no epochs");
    const checkpoint = await scheduler.resolve(last);
    await trainer.finish();
    const history = await historyOf(checkpoint);
    const found = await readMetrics(graph, (node) => scheduler.resolve(node));
    const model = await scheduler.resolve(graph.model);
    const { executed } = scheduler.account;
    return {
      metrics: found?.metrics ?? {},
      baseline: found?.baseline ?? {},
      executed,
      reused: namesOf(nodes).filter((name) => !executed.includes(name)),
      adapter: workbench.adapter ?? adapterOf(checkpoint),
      history,
      model,
    };
  } finally {
    trainer.dispose();
  }
}

/** Says what will run and what is there, and shows the epochs that are there. */
async function announce(
  scheduler: Scheduler,
  graph: LearnGraph,
  emit: LearnOptions["emit"],
): Promise<void> {
  let latest: Entry | undefined;
  let reached = -1;
  for (let at = graph.epochs.length - 1; at >= 0 && !latest; at--) {
    const node = graph.epochs[at];
    latest = node && await scheduler.peek(node);
    reached = at;
  }
  if (!latest) reached = -1;
  const states = [];
  for (const [at, { name }] of graph.epochs.entries()) {
    states.push({ name, state: at <= reached ? "reuse" : "run" } as const);
  }
  for (
    const node of [graph.predictions, ...graph.metrics.values(), graph.model]
  ) {
    const there = await scheduler.peek(node);
    states.push({ name: node.name, state: there ? "reuse" : "run" } as const);
  }
  emit({ type: "plan", nodes: states });
  const rows: readonly EpochRow[] = latest ? await historyOf(latest) : [];
  for (const row of rows) emit({ type: "epoch", ...row });
}
