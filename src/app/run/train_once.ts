import { relative } from "node:path";
import { leadsOut } from "../../base/codec/leads_out.ts";
import { hashOf } from "../../base/codec/sha256.ts";
import { type Learned, recallWhole } from "../../engine/run/recall/recall.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import { frontHashes } from "../../flow/graph/front.ts";
import { frontTraces } from "../../flow/graph/front_traces.ts";
import { reasonsFor } from "../../flow/graph/reasons.ts";
import { stagesAlone } from "../../flow/pipeline/description.ts";
import type { Given } from "../runs/given.ts";
import { knownPast } from "../runs/past_runs.ts";
import { trained } from "../child/trainer_answer.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { lockPath } from "../lock/lock_file.ts";
import { recordRun, runName } from "../lock/run.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { alone } from "./alone.ts";
import { askTrainer } from "./ask_trainer.ts";
import { claimFault } from "./claim_fault.ts";
import { frontOutlook } from "./front_outlook.ts";
import { recordFront } from "./front_record.ts";
import { inCaches } from "../data/in_caches.ts";
import { learnJobOf } from "./learn_job.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { placeModel } from "./model_folder.ts";
import {
  makeReady,
  type Ready,
  type RunOptions,
  type TrainingOptions,
} from "./ready.ts";

/** What a run gave, where there surely is a model. */
type Found = Given & {
  readonly model: string;
  readonly familiarity: string | null;
};

async function find(
  ready: Ready,
  { strict, emit }: RunOptions,
): Promise<Learned | undefined> {
  const job = learnJobOf(ready, { strict });
  return job && await recallWhole(job, emit);
}

async function findOrTrain(
  address: PipelineAddress,
  ready: Ready,
  options: TrainingOptions,
): Promise<TrainerOutcome<Found>> {
  const found = await find(ready, options);
  if (found) {
    const { model, familiarity, ...rest } = found;
    const folders = {
      model: model.folder,
      familiarity: familiarity?.folder ?? null,
    };
    return { type: "done", result: { ...rest, ...folders } };
  }
  const { eager = false, tune = true, look = false, like } = options;
  // A record that cannot be read is told of when the run is to be added to it.
  const past = await knownPast(address, { ...options, emit: () => {} });
  const task = {
    type: "train",
    eager,
    tune,
    look,
    ...like === undefined ? {} : { like },
    past,
  } as const;
  const outcome = await askTrainer(
    address,
    ready,
    { task, answer: trained },
    options,
  );
  if (outcome.type !== "done") return outcome;
  const { result, before, storeRoot } = outcome.result;
  // Code of others may have had a say in it.
  for (const folder of [result.model, result.familiarity]) {
    if (folder !== null && leadsOut(relative(storeRoot, folder))) {
      throw new TypeError("The model lies outside of its store");
    }
  }
  return { type: "done", result: after(before, result) };
}

/** What a training gave, with what was computed before it. */
function after(
  before: readonly string[],
  { executed, reused, ...rest }: Found,
) {
  return {
    ...rest,
    executed: [...before, ...executed],
    reused: reused.filter((name) => !before.includes(name)),
  };
}

/**
 * Prepares a pipeline and trains what of it is not trained yet. Two that are
 * given the same pipeline at the same time train it once.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal came before the training
 */
export function trainOnce(
  address: PipelineAddress,
  options: TrainingOptions,
): Promise<TrainerOutcome<Given>> {
  const { storeRoot, emit } = options;
  return inCaches(storeRoot, emit, () => prepareAndTrain(address, options));
}

async function prepareAndTrain(
  address: PipelineAddress,
  options: TrainingOptions,
): Promise<TrainerOutcome<Given>> {
  const { emit, lock = "pin", onPrepared } = options;
  const pinning = await openPinning(address.file, lock);
  const ready = await makeReady(address, { ...options, pinning });
  onPrepared?.(ready);
  await savePins(pinning, lock, emit);
  const outcome = await trainReady(address, ready, options);
  if (outcome.type === "done" && lock === "record") {
    const { result } = outcome;
    const { description } = ready;
    // What a pipeline disowns is nothing to hold others against.
    if (!claimFault(result.claims ?? [], options.settings)) {
      const name = runName(address);
      const path = lockPath(address.file);
      await recordRun(path, name, { ...result, description });
    }
  }
  return outcome;
}

/** Says why steps in front gave something that was never recorded. */
async function tellWhyFront(
  address: PipelineAddress,
  { description, front, store }: Ready,
  { storeRoot, onStep }: TrainingOptions,
): Promise<void> {
  if (onStep === undefined) return;
  const outlook = await frontOutlook(description, front, store);
  if (outlook.every(({ fate }) => fate === "reuse")) return;
  const past = await knownPast(address, { storeRoot, emit: () => {} });
  const reasons = reasonsFor(outlook, past);
  const nodes = outlook.flatMap(({ name }) => {
    const reason = reasons.get(name);
    return reason === undefined
      ? []
      : [{ name, state: "run", reason } as const];
  });
  onStep({ type: "outlook", nodes });
}

/** Trains what of a prepared pipeline is not trained yet. */
export async function trainReady(
  address: PipelineAddress,
  ready: Ready,
  options: TrainingOptions,
): Promise<TrainerOutcome<Given>> {
  const { emit, signal } = options;
  const { description, front, weights, store } = ready;
  const hashes = [frontHashes(front), weights.sha256 ?? null];
  const stages = stagesAlone(description);
  const name = `run-${hashOf([stages, hashes]).slice(0, 32)}`;
  const onWait = () =>
    emit({ type: "notice", text: "Waiting for another run of this pipeline" });
  return await alone(store, name, { onWait, signal }, async () => {
    await tellWhyFront(address, ready, options);
    const steps = await recordFront(store, front);
    const outcome = await findOrTrain(address, ready, options);
    if (outcome.type !== "done") return outcome;
    const { familiarity, ...result } = outcome.result;
    const { expect = [], knobs } = description;
    const claims = judgeClaims(expect, result);
    return {
      type: "done",
      result: {
        ...result,
        ...knobs ? { knobs } : {},
        ...claims.length === 0 ? {} : { claims },
        executed: [...steps.executed, ...result.executed],
        reused: [...steps.reused, ...result.reused],
        outputs: {
          ...frontHashes(front),
          ...weights.sha256 === undefined ? {} : { weights: weights.sha256 },
          ...result.outputs,
        },
        nodes: [...frontTraces(description, front), ...result.nodes],
        model: await placeModel(store, result.model, address.slug, familiarity),
      },
    };
  });
}
