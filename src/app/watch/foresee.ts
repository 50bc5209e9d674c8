import { canonical } from "../../base/codec/canonical.ts";
import { hashOf } from "../../base/codec/sha256.ts";
import { knownCourse } from "../../engine/run/follow.ts";
import type { LearnJob } from "../../engine/run/job.ts";
import { graphOf, tracesOf } from "../../engine/run/job_graph.ts";
import { along } from "../../flow/graph/along.ts";
import { frontHashes } from "../../flow/graph/front.ts";
import { dataGraph } from "../../flow/graph/learning.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { Scheduler } from "../../flow/scheduler/scheduler.ts";
import { registry } from "../../stages/registry.ts";
import { readReference } from "../data/references.ts";
import { openPinning } from "../lock/lock_use.ts";
import type { PipelineAddress } from "../run/locate.ts";
import { makeReady, type Ready, type TrainingOptions } from "../run/ready.ts";
import { RunStore } from "../runs/run_store.ts";

/** What a run of a pipeline, as its files are now, would do. */
export interface Foreseen {
  /** The same for the same pipeline over the same items. */
  readonly identity: string;
  /** Of its nodes, as far as they are known before it runs. */
  readonly keys: ReadonlySet<string>;
  /** The names of nodes that would run, in the order of the flow. */
  readonly runs: readonly string[];
  /** Why, the first cause first. */
  readonly reasons: readonly string[];
  /** How long that would take; nothing where no earlier run tells. */
  readonly seconds: number | undefined;
}

async function nodesOf(
  { description, front, weights, store }: Ready,
  { strict }: TrainingOptions,
): Promise<readonly NodeTrace[]> {
  // Stages of the pipeline's own are code, which runs in the trainer.
  if (!isBuiltIn(description, registry)) return [];
  const job: LearnJob = {
    description,
    stages: stagesOf(description, registry),
    front,
    store,
    read: (reference) => readReference(weights.references, reference),
    ...weights.sha256 === undefined ? {} : { weights: weights.sha256 },
    strict,
  };
  const scheduler = new Scheduler({ store, emit: () => {} });
  const data = dataGraph(description, front);
  const input = await scheduler.peek(data.input);
  if (input === undefined) {
    return await Promise.all(
      Object.values(data).map((node) => scheduler.trace(node)),
    );
  }
  const nodes = await graphOf(job, input, () => {});
  const course = await knownCourse(job, nodes.graph, scheduler);
  const graph = along(nodes.graph, course);
  return await tracesOf({ ...nodes, graph }, course, scheduler);
}

/** The seconds that nodes took in the latest run that ended well. */
function secondsOf(
  storeRoot: string,
  { slug }: PipelineAddress,
  nodes: readonly NodeTrace[],
): number | undefined {
  using runs = RunStore.open(storeRoot);
  const latest = runs.latest(slug);
  if (latest === undefined) return undefined;
  const took = runs.nodes(latest.id);
  const seconds = nodes.map(({ name, kind }) =>
    took.find((node) => node.name === name)?.seconds ??
      took.find((node) => node.kind === kind)?.seconds ?? 0
  );
  return seconds.reduce((sum, each) => sum + each, 0);
}

/**
 * Describes a pipeline and finds out what of it is not done yet. Trains
 * nothing, and opens no GPU.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 */
export async function foresee(
  address: PipelineAddress,
  options: TrainingOptions,
): Promise<Foreseen> {
  const { lock = "pin", storeRoot } = options;
  const pinning = await openPinning(address.file, lock);
  const ready = await makeReady(address, {
    ...options,
    ...pinning ? { pinning } : {},
  });
  const { description, front, weights } = ready;
  const nodes = await nodesOf(ready, options);
  const missing = nodes.filter(({ kind, outHash }) =>
    outHash === null && kind !== "start"
  );
  return {
    identity: hashOf([
      canonical(description),
      frontHashes(front),
      weights.sha256 ?? null,
    ]),
    keys: new Set(nodes.flatMap(({ key }) => key ?? [])),
    runs: missing.map(({ name }) => name),
    reasons: [],
    seconds: secondsOf(storeRoot, address, missing),
  };
}
