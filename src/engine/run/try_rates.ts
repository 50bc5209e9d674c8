import { lossNotFinite } from "../../base/errors/fit.ts";
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { AdapterRecord } from "../../flow/events/event.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import { dataGraph, type LearnGraph } from "../../flow/graph/learning.ts";
import type { EpochProgram } from "../../flow/graph/program.ts";
import { Scheduler } from "../../flow/scheduler/scheduler.ts";
import { DEFAULT_OPTIMIZER } from "../../flow/stage/optimizer.ts";
import { rateTrialPrograms } from "../rates/programs.ts";
import { runRateTrial } from "../rates/run_trial.ts";
import { suggest, type Suggestions } from "../rates/suggest.ts";
import {
  type RateTrial,
  type RateTrialOptions,
  rateTrialOptions,
} from "../rates/trial.ts";
import { batchesOf, trainStep } from "../train/epoch.ts";
import { Optimizer } from "../train/optimizer.ts";
import { dataExecutors } from "./data_executors.ts";
import type { LearnJob, LearnOptions } from "./job.ts";
import { graphOf } from "./job_graph.ts";
import { targetsOf } from "./targets.ts";
import { Workbench } from "./workbench.ts";

/** Which rates to try, and on what. */
export interface RatesTask extends Partial<RateTrialOptions> {
  /**
   * Trains all parameter groups; else those that the first phase of the
   * pipeline's own schedule trains.
   */
  readonly unfrozen?: boolean;
}

/** What trying rates gave. */
export interface TriedRates extends RateTrial {
  readonly suggestions: Suggestions;
  readonly adapter: AdapterRecord | null;
}

/** The epochs of a trial of a job's rates; says what they train. */
function programsOf(
  { stages }: LearnJob,
  { programs }: LearnGraph,
  options: RateTrialOptions,
  { unfrozen, asked, emit }: {
    readonly unfrozen: boolean;
    /** Steps, before they were raised. */
    readonly asked: number | undefined;
    readonly emit: LearnOptions["emit"];
  },
): readonly EpochProgram[] {
  const [first] = programs;
  if (first === undefined) throw new TypeError("The schedule has no epochs");
  const { groups } = stages.architecture.behaviour;
  const firstTrainable = unfrozen ? 0 : first.firstTrainable;
  const on = firstTrainable === 0
    ? "all layers"
    : `the last ${
      groups - firstTrainable
    } of ${groups} groups of layers, as the phase "${first.phase}" trains them`;
  const few = asked !== undefined && asked < options.steps
    ? `, not ${asked}: fewer say nothing`
    : "";
  emit({
    type: "notice",
    text: `Trying ${options.steps} rates${few}, on ${on}`,
  });
  const { optimizer = DEFAULT_OPTIMIZER } = stages.fit.behaviour;
  return rateTrialPrograms(options, {
    optimizer: optimizer.op,
    groups,
    firstTrainable,
    steps: first.settings.length,
  });
}

/**
 * Trains a job's network from its start while the learning rate grows, and
 * reads from the losses which rates are good. Items are packed, or were packed
 * before; nothing else is stored.
 *
 * @throws {RangeError} when the task is not in order
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal stopped it
 */
export async function tryRates(
  job: LearnJob,
  { unfrozen = false, ...given }: RatesTask,
  options: LearnOptions,
): Promise<TriedRates> {
  const { emit, signal } = options;
  const trial = rateTrialOptions(given);
  learnable(job.stages, job.front);
  await using workbench = new Workbench(job, options);
  const scheduler = new Scheduler({
    store: job.store,
    emit,
    provenance: () => workbench.provenance(),
    executors: dataExecutors(job, options),
  });
  const input = await scheduler.resolve(
    dataGraph(job.description, job.front).input,
  );
  const { front, index, graph } = await graphOf(job, input, emit);
  const items = workbench.items(input, index);
  const session = await workbench.session(items, graph.vocabulary);
  const device = await workbench.device();
  const { train } = front.sets;
  const data = { items, train, targets: targetsOf(front, graph.vocabulary) };
  const { behaviour } = session.stages.fit;
  const optimizer = new Optimizer(session.tf, behaviour);
  const steps = programsOf(job, graph, trial, {
    unfrozen,
    asked: given.steps,
    emit,
  }).flatMap(
    (program) =>
      batchesOf(train, behaviour.batch, behaviour.seed, program.epochsBefore)
        .map((ids, step) => ({ program, ids, step })),
  );
  const take = async (at: number): Promise<number> => {
    if (signal.aborted) throw new Interrupted();
    const each = steps[at];
    if (each === undefined) throw new TypeError(`No step ${at} in the trial`);
    const { program, ids, step } = each;
    const loss = trainStep({ session, optimizer, program, data }, ids, step);
    try {
      const [value = NaN] = await loss.data();
      device.check();
      return value;
    } finally {
      loss.dispose();
    }
  };
  try {
    const tried = await runRateTrial(
      trial,
      take,
      (step) => emit({ type: "rate", ...step }),
    );
    await device.settle();
    if (Number.isNaN(tried.losses[0])) throw brokenAtOnce(trial);
    const suggestions = suggest(tried);
    return { ...tried, suggestions, adapter: workbench.adapter };
  } finally {
    optimizer.reset();
  }
}

/** Not even the first and smallest step gave a number. */
function brokenAtOnce({ start }: RateTrialOptions): Error {
  const at = { phase: "learning rates", epoch: 1, step: 1, rate: start };
  return lossNotFinite(at, undefined);
}
