/**
 * Judges what is trained: by its validation set as often as one likes, by its
 * test set through this door alone, which keeps count.
 *
 *     reason ── trained? ── count the opening ── test set ── keep what was seen
 *
 * @module
 */
import {
  nothingToJudgeBy,
  notTrained,
  reasonMissing,
  testSetAbsent,
} from "../../base/errors/runs.ts";
import type {
  AdapterRecord,
  MetricValues,
  RunEvent,
} from "../../flow/events/event.ts";
import { testSetHash } from "../../flow/graph/test_set.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { type LockUse, openPinning, savePins } from "../lock/lock_use.ts";
import { type Opening, Openings } from "../runs/openings.ts";
import { inCaches } from "../data/in_caches.ts";
import { judgeByTest, judgeByValidation } from "./judge.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import { makeReady, type Ready, type RunOptions } from "./ready.ts";
import { settle, type Settled } from "./settle.ts";

/** How a pipeline is evaluated. */
export interface EvaluateOptions extends Omit<RunOptions, "kill" | "emit"> {
  readonly emit: (event: EvaluateEvent) => void;
  /** Opens the test set, for a reason. */
  readonly test?: { readonly reason: string };
  /** What is done with the lock; `"pin"` unless told. */
  readonly lock?: LockUse;
  /** What to type to train the pipeline. */
  readonly training: string;
}

/** Figures of one set. */
export interface Figures {
  readonly metrics: MetricValues;
  /** What the same metrics would be by always guessing the majority. */
  readonly baseline: MetricValues;
  /** How many items were asked about. */
  readonly count: number;
}

/** What an opened test set said. */
export interface TestFigures extends Figures {
  readonly reason: string;
  /** The hash of its items and labels. */
  readonly testSet: string;
  /** Earlier openings of it, or by this pipeline; the earliest first. */
  readonly before: readonly Opening[];
}

/** What an evaluation gave. */
interface Evaluated {
  readonly validation: Figures;
  readonly test: TestFigures | null;
  /** The key of the checkpoint that was judged. */
  readonly checkpoint: string;
  readonly executed: readonly string[];
  readonly adapter: AdapterRecord | null;
}

/** How an evaluation ended: its last event. */
export interface EvaluationEnd
  extends Omit<Evaluated, "validation" | "checkpoint"> {
  readonly type: "evaluation.end";
  readonly status: Settled<unknown>["status"];
  readonly validation: Figures | null;
  readonly checkpoint: string | null;
  readonly seconds: number;
}

/** What an evaluation tells. */
export type EvaluateEvent = RunEvent | EvaluationEnd;

/** What an evaluation has that came to nothing. */
const NOTHING = {
  validation: null,
  test: null,
  checkpoint: null,
  executed: [],
  adapter: null,
};

/** A reason in one line, however it was typed; empty where there is none. */
function oneLine(reason: string): string {
  return reason.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}

/** Opens the test set of a pipeline, counted before anything is seen. */
async function openTest(
  address: PipelineAddress,
  ready: Ready,
  { reason, checkpoint, training }: {
    readonly reason: string;
    readonly checkpoint: string;
    readonly training: string;
  },
  options: RunOptions,
): Promise<
  TrainerOutcome<{ test: TestFigures; executed: readonly string[] }>
> {
  const { storeRoot } = options;
  const { spoken, slug } = address;
  const testSet = testSetHash(ready.front);
  const count = () => {
    using openings = Openings.open(storeRoot);
    const before = openings.of({ slug, testSet });
    const id = openings.begin({
      when: new Date().toISOString(),
      pipeline: spoken,
      slug,
      testSet,
      count: ready.front.sets.test.length,
      checkpoint,
      reason,
    });
    return { before, id };
  };
  const { before, id } = count();
  const outcome = await judgeByTest(address, ready, options);
  if (outcome.type !== "done") return outcome;
  if (outcome.result === null) throw notTrained("evaluate", spoken, training);
  const { executed, reused: _found, keys, ...figures } = outcome.result;
  const { metrics, baseline } = figures;
  using openings = Openings.open(storeRoot);
  openings.finish(id, { metrics, baseline, keys });
  const test = { ...figures, reason, testSet, before };
  return { type: "done", result: { test, executed } };
}

async function evaluateOnce(
  address: PipelineAddress,
  { test, training, lock = "pin", ...options }: EvaluateOptions,
): Promise<TrainerOutcome<Evaluated>> {
  const { spoken, file } = address;
  const reason = test && oneLine(test.reason);
  if (reason === "") throw reasonMissing(spoken);
  const { emit, signal } = options;
  const pinning = await openPinning(file, lock);
  // Nothing is worth saving, so that the first request to stop ends all.
  const run = { ...options, pinning, kill: signal };
  const ready = await makeReady(address, run);
  await savePins(pinning, lock, emit);
  const { description, front: { sets } } = ready;
  if (description.metrics.length === 0) throw nothingToJudgeBy(spoken);
  if (reason !== undefined && sets.test.length === 0) {
    throw testSetAbsent(spoken, description.split.op);
  }
  const outcome = await judgeByValidation(address, ready, run);
  if (outcome.type !== "done") return outcome;
  const { result } = outcome;
  if (result === null) throw notTrained("evaluate", spoken, training);
  const { metrics, baseline, executed, adapter, checkpoint } = result;
  const evaluated: Evaluated = {
    validation: { metrics, baseline, count: result.count },
    test: null,
    checkpoint,
    executed,
    adapter,
  };
  if (reason === undefined) return { type: "done", result: evaluated };
  const about = { reason, checkpoint, training };
  const opened = await openTest(address, ready, about, run);
  if (opened.type !== "done") return opened;
  return {
    type: "done",
    result: {
      ...evaluated,
      test: opened.result.test,
      executed: [...executed, ...opened.result.executed],
    },
  };
}

/**
 * Judges the trained model of a pipeline. Trains nothing and never throws: its
 * last event, which it also answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function evaluatePipeline(
  spoken: string,
  options: EvaluateOptions,
): Promise<EvaluationEnd> {
  const { emit, signal, storeRoot } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(
    async () => {
      const address = await locate(spoken);
      return await inCaches(
        storeRoot,
        emit,
        () => evaluateOnce(address, options),
      );
    },
    { emit, signal, kill: signal },
  );
  const end: EvaluationEnd = {
    type: "evaluation.end",
    status,
    ...result ?? NOTHING,
    seconds,
  };
  emit(end);
  return end;
}
