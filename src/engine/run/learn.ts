import type {
  EpochRow,
  MetricValues,
  RunEnd,
} from "../../flow/events/event.ts";
import type { Entry } from "../../base/store/store.ts";
import { without } from "../../flow/graph/front.ts";
import {
  dataGraph,
  type LearnGraph,
  learnGraph,
} from "../../flow/graph/learning.ts";
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { Computed } from "../../flow/graph/node.ts";
import { Scheduler } from "../../flow/scheduler/scheduler.ts";
import { dataExecutors, packIndexOf } from "./data_executors.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import { learnExecutors, type MetricResult } from "./learn_executors.ts";
import { NUMERICS } from "./numerics.ts";
import { historyOf, Trainer } from "./trainer.ts";
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
  emit?: LearnOptions["emit"],
) {
  const { description, stages, weights } = job;
  const index = await packIndexOf(input);
  for (const { item, why } of index.unreadable) {
    emit?.({ type: "unreadable", item, why });
  }
  const front = without(
    job.front,
    new Set(index.unreadable.map(({ item }) => item)),
  );
  const data = dataGraph(description, job.front);
  const graph = learnGraph(description, stages, front, data, {
    numerics: NUMERICS,
    ...weights === undefined ? {} : { weights },
  });
  return { front, index, graph, data };
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
 */
export async function recall(job: LearnJob): Promise<Learned | undefined> {
  const scheduler = new Scheduler({ store: job.store, emit: () => {} });
  const input = await scheduler.peek(
    dataGraph(job.description, job.front).input,
  );
  if (input === undefined) return undefined;
  const { graph, data } = await graphOf(job, input);
  const found = await readMetrics(graph, (node) => scheduler.peek(node));
  const model = await scheduler.peek(graph.model);
  const last = graph.epochs.at(-1);
  const checkpoint = last && await scheduler.peek(last);
  if (!found || !model || !checkpoint) return undefined;
  const { adapter } = model.meta.provenance as {
    adapter?: RunEnd["adapter"];
  };
  return {
    ...found,
    executed: [],
    reused: [...Object.values(data), ...nodesOf(graph)].map(({ name }) => name),
    adapter: adapter ?? null,
    history: await historyOf(checkpoint),
    model,
  };
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
  const { emit, signal } = options;
  const { store } = job;
  await using workbench = new Workbench(job, options);
  const provenance = () => workbench.provenance();
  const first = new Scheduler({
    store,
    emit,
    provenance,
    executors: dataExecutors(job, options),
  });
  const input = await first.resolve(
    dataGraph(job.description, job.front).input,
  );
  const { front, index, graph, data } = await graphOf(job, input, emit);
  const trainer = new Trainer({
    job,
    options,
    workbench,
    front,
    data,
    graph,
    input,
    index,
  });
  try {
    const executors = learnExecutors(
      { job, graph, workbench, input, index },
      trainer,
    );
    const scheduler = new Scheduler({ store, emit, provenance, executors });
    await announce(scheduler, graph, emit);
    const last = graph.epochs.at(-1);
    if (last === undefined) throw new TypeError("The schedule has no epochs");
    const checkpoint = await scheduler.resolve(last);
    const history = await historyOf(checkpoint);
    const found = await readMetrics(graph, (node) => scheduler.resolve(node));
    const model = await scheduler.resolve(graph.model);
    if (signal.aborted && found === undefined) throw new Interrupted();
    const executed = [...first.account.executed, ...scheduler.account.executed];
    const all = [...Object.values(data), ...nodesOf(graph)];
    return {
      metrics: found?.metrics ?? {},
      baseline: found?.baseline ?? {},
      executed,
      reused: all.map(({ name }) => name)
        .filter((name) => !executed.includes(name)),
      adapter: workbench.adapter,
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
