import {
  noneReadable,
  unreadableItems,
} from "../../../base/errors/unreadable.ts";
import type { Entry } from "../../../base/store/store.ts";
import type { MetricValues, Outputs } from "../../../flow/events/event.ts";
import type { Course } from "../../../flow/graph/course.ts";
import { type Front, without } from "../../../flow/graph/front.ts";
import {
  type DataGraph,
  dataGraph,
  judging,
  type LearnGraph,
  learnGraph,
} from "../../../flow/graph/learning.ts";
import type { Computed } from "../../../flow/graph/node.ts";
import type { NodeTrace } from "../../../flow/graph/trace.ts";
import type { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import type { PackIndex } from "../../data/pack.ts";
import { packIndexOf } from "./data_executors.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import { type MetricResult, VALUE } from "./metric_executor.ts";
import { NUMERICS } from "./numerics.ts";

/** A job whose items are packed. */
export interface JobGraph {
  /** Without the items that could not be read. */
  readonly front: Front;
  readonly index: PackIndex;
  readonly data: DataGraph;
  readonly graph: LearnGraph;
}

/**
 * The nodes of a job, the learning side made of what can be read.
 *
 * @param input the packed items
 * @throws {PipelineError} when items cannot be read and the job is strict, or
 * nothing is left
 */
export async function graphOf(
  job: LearnJob,
  input: Entry,
  emit: LearnOptions["emit"],
): Promise<JobGraph> {
  const { description, stages, weights } = job;
  const index = await packIndexOf(input);
  for (const { item, why } of index.unreadable) {
    emit({ type: "unreadable", item, why });
  }
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

/** The metrics of a graph and their baselines, if all of them are there. */
export async function readMetrics(
  graph: Pick<LearnGraph, "metrics">,
  find: (node: Computed) => Promise<Entry | undefined>,
): Promise<{ metrics: MetricValues; baseline: MetricValues } | undefined> {
  const metrics: Record<string, number> = {};
  const baseline: Record<string, number> = {};
  for (const [name, node] of graph.metrics) {
    const entry = await find(node);
    if (entry === undefined) return undefined;
    const result = await entry.readJson(VALUE) as MetricResult;
    metrics[name] = result.value;
    baseline[name] = result.baseline;
  }
  return { metrics, baseline };
}

/** The hashes of what is left of a finished run, in the order of the flow. */
export async function outputsOf(
  { data, graph }: Pick<JobGraph, "data" | "graph">,
  { checkpoint }: Course,
  find: (node: Computed) => Promise<Entry | undefined>,
): Promise<Outputs> {
  const nodes = [
    ...Object.values(data),
    checkpoint,
    ...judging(graph),
    graph.model,
  ];
  const outputs: Record<string, string> = {};
  for (const node of nodes) {
    const entry = await find(node);
    if (entry) outputs[node.name] = entry.meta.outHash;
  }
  return outputs;
}

/** The names of all nodes in the order of the flow. */
export function namesOf(
  { data, graph }: JobGraph,
  { epochs, tables }: Course,
): readonly string[] {
  return [
    ...Object.values(data),
    ...epochs.flatMap((epoch, at) => [epoch, ...tables.slice(at, at + 1)]),
    ...judging(graph),
    graph.model,
  ].map(({ name }) => name);
}

/** Every node of a course, in the order of the flow. */
export function nodesOf(
  { data, graph }: Pick<JobGraph, "data" | "graph">,
  { epochs }: Pick<Course, "epochs">,
): readonly Computed[] {
  const start = epochs[0]?.after;
  return [
    ...Object.values(data),
    ...start ? [start] : [],
    ...epochs,
    ...judging(graph),
    graph.model,
  ];
}

/** How many items a node goes through, by its kind. */
function itemsBy({ items, sets }: Front): ReadonlyMap<string, number> {
  const [train, valid] = [sets.train.length, sets.valid.length];
  return new Map([
    ["statistics", train],
    ["input", items.length],
    ["epoch", train + valid],
    ["predictions", valid],
    ["augmented", valid],
    ["metric", valid],
  ]);
}

/** Every node of a course with what its key is made of, in the order of the flow. */
export async function tracesOf(
  nodes: Omit<JobGraph, "index">,
  course: Pick<Course, "epochs">,
  scheduler: Scheduler,
): Promise<readonly NodeTrace[]> {
  const counts = itemsBy(nodes.front);
  const traces: NodeTrace[] = [];
  for (const node of nodesOf(nodes, course)) {
    const items = counts.get(node.kind);
    traces.push({
      ...await scheduler.trace(node),
      ...items === undefined ? {} : { items },
    });
  }
  return traces;
}
