import { Interrupted } from "../../../base/errors/interrupted.ts";
import type { AdapterRecord } from "../../../flow/events/event.ts";
import { learnable } from "../../../flow/graph/learnable.ts";
import { dataGraph, type LearnGraph } from "../../../flow/graph/learning.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { DEFAULT_OPTIMIZER } from "../../../flow/stage/optimizer.ts";
import { rateTrialPrograms } from "../../rates/programs.ts";
import { runRateTrial } from "../../rates/run_trial.ts";
import { suggest, type Suggestions } from "../../rates/suggest.ts";
import {
  type RateTrial,
  type RateTrialOptions,
  rateTrialOptions,
} from "../../rates/trial.ts";
import { dataExecutors } from "../job/data_executors.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import { graphOf } from "../job/job_graph.ts";
import { RateStepper } from "./rate_stepper.ts";
import { targetsOf } from "../job/targets.ts";
import { Workbench } from "../job/workbench.ts";

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
  const trained = groups - firstTrainable;
  const on = trained === groups
    ? "all layers"
    : `the last ${
      trained === 1 ? "" : `${trained} `
    }of ${groups} groups of layers, as the phase "${first.phase}" trains`;
  const few = asked !== undefined && asked < options.steps
    ? `, not ${asked}: fewer say nothing`
    : "";
  emit({
    type: "notice",
    text: `Trying ${options.steps} rates${few}, on ${on}`,
  });
  const { optimizer = DEFAULT_OPTIMIZER, momentum } = stages.fit.behaviour;
  return rateTrialPrograms(options, {
    optimizer: optimizer.op,
    momentum,
    groups,
    firstTrainable,
    freezesNorms: unfrozen ? undefined : first.freezesNorms,
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
  const programs = programsOf(job, graph, trial, {
    unfrozen,
    asked: given.steps,
    emit,
  });
  const stepper = new RateStepper({ session, device, data, programs });
  const take = async (step: number): Promise<number> => {
    if (signal.aborted) throw new Interrupted();
    return await stepper.take(step);
  };
  try {
    const tried = await runRateTrial(
      trial,
      take,
      (step) => emit({ type: "rate", ...step }),
    );
    await device.settle();
    const suggestions = suggest(tried);
    return { ...tried, suggestions, adapter: workbench.adapter };
  } finally {
    stepper.dispose();
  }
}
