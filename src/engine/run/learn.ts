import type {
  EpochRow,
  MetricValues,
  RunEnd,
  RunEvent,
} from "../../flow/events/event.ts";
import type { Entry } from "../../base/store/store.ts";
import { type Front, without } from "../../flow/graph/front.ts";
import {
  dataGraph,
  type LearnGraph,
  learnGraph,
} from "../../flow/graph/learning.ts";
import { noneReadable, unreadableItems } from "../../base/errors/unreadable.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import type { Computed } from "../../flow/graph/node.ts";
import { type Executor, Scheduler } from "../../flow/scheduler/scheduler.ts";
import type { PackIndex } from "../data/pack.ts";
import { dataExecutors, packIndexOf } from "./data_executors.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import { learnExecutors, type MetricResult } from "./learn_executors.ts";
import { NUMERICS } from "./numerics.ts";
import { historyOf } from "./checkpoints.ts";
import { Trainer } from "./trainer.ts";
import { Workbench } from "./workbench.ts";

/** What a finished run has. */
export type Learned =
  & Pick<
    RunEnd,
    "metrics" | "baseline" | "executed" | "reused" | "adapter" | "history"
  >
  & {
    /** The stored model. */
    readonly model: Entry;
  };

/** The nodes of a job, the learning side made of what can be read. */
async function graphOf(
  job: LearnJob,
  input: Entry,
  emit: LearnOptions["emit"],
) {
  const { description, stages, weights } = job;
  const index = await packIndexOf(input);
  for (const { item, why } of index.unreadable) {
    emit({ type: "unreadable", item, why });
  }
  // Not where they are packed: packed items may be of a run that was not strict.
  // Not where they are packed: packed items may be of a run that was not strict.
  if (job.strict && index.unreadable.length > 0) {
    throw unreadableItems(index.unreadable);
  }
  const front = readable(job.front, index);
  const data = dataGraph(description, job.front);
  const graph = learnGraph(description, stages, front, data, {
    numerics: NUMERICS,
    ...weights === undefined ? {} : { weights },
  });
  return { front, index, graph, data };
}

/**
 * The front without items that could not be read.
 *
 * @throws {PipelineError} when nothing is left to train on, or to judge by
 */
function readable(front: Front, { unreadable }: PackIndex): Front {
  const whys = new Map(unreadable.map(({ item, why }) => [item, why]));
  const left = without(front, new Set(whys.keys()));
  for (const set of ["train", "valid"] as const) {
    const [first, ...others] = front.sets[set];
    if (first !== undefined && left.sets[set].length === 0) {
      throw noneReadable(set, 1 + others.length, whys.get(first) ?? "");
    }
  }
  return left;
}

async function readMetrics(
  graph: LearnGraph,
  find: (node: Computed) => Promise<Entry | undefined>,
): Promise<{ metrics: MetricValues; baseline: MetricValues } | undefined> {
  const metrics: Record<string, number> = {};
  const baseline: Record<string, number> = {};
  for (const [name, node] of graph.metrics) {
    const entry = await find(node);
    if (entry === undefined) return undefined;
    const result = await entry.readJson("value.json") as MetricResult;
    metrics[name] = result.value;
    baseline[name] = result.baseline;
  }
  return { metrics, baseline };
}

/**
 * What a job has already given, or nothing if any of it is still to be
 * computed. Executes nothing and opens no GPU.
 *
 * @param emit gets what a user must read again: items that are left out
 * @throws {PipelineError} when items are left out and the job is strict
 */
export async function recall(
  job: LearnJob,
  emit: LearnOptions["emit"],
): Promise<Learned | undefined> {
  const scheduler = new Scheduler({ store: job.store, emit: () => {} });
  const input = await scheduler.peek(
    dataGraph(job.description, job.front).input,
  );
  if (input === undefined) return undefined;
  const events: RunEvent[] = [];
  const { graph, data } = await graphOf(job, input, (event) => {
    events.push(event);
  });
  const found = await readMetrics(graph, (node) => scheduler.peek(node));
  const model = await scheduler.peek(graph.model);
  const last = graph.epochs.at(-1);
  const checkpoint = last && await scheduler.peek(last);
  if (!found || !model || !checkpoint) return undefined;
  events.forEach(emit);
  return {
    ...found,
    executed: [],
    reused: [...Object.values(data), ...nodesOf(graph)].map(({ name }) => name),
    adapter: adapterOf(checkpoint),
    history: await historyOf(checkpoint),
    model,
  };
}

/** The adapter that computed a checkpoint. */
function adapterOf({ meta }: Entry): RunEnd["adapter"] {
  // Written by the workbench.
  const { adapter } = meta.provenance as { adapter?: RunEnd["adapter"] };
  return adapter ?? null;
}

/** The nodes of the learning side in the order of the flow. */
function nodesOf(
  { epochs, predictions, metrics, model }: LearnGraph,
): readonly Computed[] {
  return [...epochs, predictions, ...metrics.values(), model];
}

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
  const { front, index, graph, data } = await graphOf(job, input, emit);
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
    const all = [...Object.values(data), ...nodesOf(graph)];
    return {
      metrics: found?.metrics ?? {},
      baseline: found?.baseline ?? {},
      executed,
      reused: all.map(({ name }) => name)
        .filter((name) => !executed.includes(name)),
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
