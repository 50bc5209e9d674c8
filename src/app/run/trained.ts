/**
 * All that is stored of a trained pipeline, for whoever looks into it.
 * Computes nothing.
 *
 * @module
 */
import { canonical } from "../../base/codec/canonical.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { type Entry, openStore } from "../../base/store/store.ts";
import { packIndexOf } from "../../engine/run/job/data_executors.ts";
import { readPredictions } from "../../engine/run/job/predictions_file.ts";
import { findTrained, recall } from "../../engine/run/recall/recall.ts";
import type { Unreadable } from "../../engine/data/pack.ts";
import type {
  AdapterRecord,
  Decision,
  EpochRow,
  MetricValues,
  Outputs,
} from "../../flow/events/event.ts";
import { type Front, frontHashes, without } from "../../flow/graph/front.ts";
import { frontTraces } from "../../flow/graph/front_traces.ts";
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";
import { stagesAlone } from "../../flow/pipeline/description.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { RunStore } from "../runs/run_store.ts";
import { learnJobOf } from "./learn_job.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { type Ready, resultsRoot, type RunOptions } from "./ready.ts";

/** What a trained pipeline has. */
export interface Trained {
  /** Without the items that could not be read. */
  readonly front: Front;
  readonly unreadable: readonly Unreadable[];
  /** Answers to the validation set, in its order. */
  readonly predictions: Predictions;
  /** The same with test-time augmentation, where the pipeline has it. */
  readonly augmented: Predictions | undefined;
  readonly metrics: MetricValues;
  readonly baseline: MetricValues;
  readonly history: readonly EpochRow[];
  readonly decisions: readonly Decision[];
  /** Of every epoch, where they can be told without code of the pipeline. */
  readonly programs: readonly EpochProgram[];
  /** In the order of the flow. */
  readonly nodes: readonly NodeTrace[];
  readonly outputs: Outputs;
  readonly adapter: AdapterRecord | null;
  /** The run that is recorded of it, where one is. */
  readonly run: RunRecord | undefined;
}

/** A run with its nodes. */
interface Recorded {
  readonly run: RunRecord;
  readonly nodes: readonly NodeTrace[];
}

/** As many runs of a pipeline are looked at. */
const LOOKED_AT = 100;

/**
 * The run that gave what the pipeline now describes: the latest that trained,
 * or the latest that found it trained.
 */
function recordedRun(
  { slug }: PipelineAddress,
  { description, front }: Ready,
  { storeRoot, emit }: Pick<RunOptions, "storeRoot" | "emit">,
): Recorded | undefined {
  const now = canonical(stagesAlone(description));
  const hashes = Object.entries(frontHashes(front));
  let found: Recorded | undefined;
  try {
    using runs = RunStore.read(storeRoot);
    for (const run of runs.list({ slug, limit: LOOKED_AT })) {
      // One whose claims are false failed, and has a model all the same.
      if (run.model === null || !run.description) continue;
      if (canonical(stagesAlone(run.description)) !== now) continue;
      const nodes = runs.nodes(run.id);
      const same = hashes.every(([name, hash]) =>
        nodes.some((node) => node.name === name && node.outHash === hash)
      );
      if (!same) continue;
      if (run.executed.includes("model")) return { run, nodes };
      found ??= { run, nodes };
    }
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const text = `Earlier runs tell nothing: ${error.message}`;
    emit({ type: "warning", text });
  }
  return found;
}

async function predictionsIn(
  entry: Entry | undefined,
): Promise<Predictions | undefined> {
  return entry && (await readPredictions(entry)).predictions;
}

/**
 * What is stored of a pipeline of built-in stages; what code of its own trained
 * is known by its record, since that code does not run here.
 */
export async function recallTrained(
  address: PipelineAddress,
  ready: Ready,
  options: RunOptions,
): Promise<Trained | undefined> {
  const job = learnJobOf(ready, options);
  const recorded = recordedRun(address, ready, options);
  if (job === undefined) {
    return recorded && await fromRecord(recorded, ready, options);
  }
  const trained = await findTrained(job, () => {});
  const found = trained && await recall(job, () => {});
  if (trained === undefined || found === undefined) return undefined;
  const { scheduler, graph, course, index: { unreadable }, front } = trained;
  const predictions = await predictionsIn(
    await scheduler.peek(graph.predictions),
  );
  if (predictions === undefined) return undefined;
  const { metrics, baseline, history, decisions = [], outputs, adapter } =
    found;
  return {
    front,
    unreadable,
    predictions,
    augmented: graph.augmented &&
      await predictionsIn(await scheduler.peek(graph.augmented)),
    metrics,
    baseline,
    history,
    decisions,
    programs: course.epochs.map(({ program }) => program),
    nodes: [...frontTraces(ready.description, ready.front), ...found.nodes],
    outputs: { ...frontHashes(ready.front), ...outputs },
    adapter,
    run: recorded?.run,
  };
}

async function fromRecord(
  { run, nodes }: Recorded,
  ready: Ready,
  { storeRoot }: RunOptions,
): Promise<Trained | undefined> {
  const store = await openStore(resultsRoot(storeRoot, ready));
  const find = async (kind: string) => {
    const key = nodes.find((node) => node.kind === kind)?.key;
    return key == null ? undefined : await store.find(key);
  };
  const predictions = await predictionsIn(await find("predictions"));
  const input = await find("input");
  if (predictions === undefined || input === undefined) return undefined;
  const { unreadable } = await packIndexOf(input);
  const ids = new Set(unreadable.map(({ item }) => item));
  const { metrics, baseline, history, decisions = [], outputs, adapter } = run;
  return {
    front: without(ready.front, ids),
    unreadable,
    predictions,
    augmented: await predictionsIn(await find("augmented")),
    metrics,
    baseline,
    history,
    decisions,
    programs: [],
    nodes,
    outputs,
    adapter,
    run,
  };
}
