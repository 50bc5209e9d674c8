import { hashOf } from "../../base/codec/sha256.ts";
import { type Learned, recall } from "../../engine/run/recall.ts";
import type { RunEnd } from "../../flow/events/event.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import { frontHashes } from "../../flow/graph/front.ts";
import { frontTraces } from "../../flow/graph/front_traces.ts";
import type { NodeTrace } from "../../flow/graph/trace.ts";
import { stagesAlone } from "../../flow/pipeline/description.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import { knownPast } from "../runs/past_runs.ts";
import { ensureDriver } from "../child/driver_process.ts";
import { trained } from "../child/trainer_answer.ts";
import { runTrainer, type TrainerOutcome } from "../child/trainer_process.ts";
import { readReference } from "../data/references.ts";
import { lockPath } from "../lock/lock_file.ts";
import { recordRun, runName } from "../lock/run.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { alone } from "./alone.ts";
import { claimFault } from "./claim_fault.ts";
import { recordFront } from "./front_record.ts";
import type { PipelineAddress } from "./locate.ts";
import { placeModel } from "./model_folder.ts";
import {
  makeReady,
  type Ready,
  type RunOptions,
  trainerJobOf,
  type TrainingOptions,
} from "./ready.ts";

/** What a run gave: `model` is a folder. */
export type Given = Omit<RunEnd, "type" | "status" | "seconds" | "run"> & {
  /** In the order of the flow. */
  readonly nodes: readonly NodeTrace[];
};

/** The same, where there surely is a model. */
type Found = Given & { readonly model: string };

async function find(
  { description, front, weights, store }: Ready,
  { strict, emit }: RunOptions,
): Promise<Learned | undefined> {
  // Stages of the pipeline's own are code, which runs in the trainer.
  if (!isBuiltIn(description, registry)) return undefined;
  const { references, sha256 } = weights;
  return await recall({
    description,
    stages: stagesOf(description, registry),
    front,
    store,
    strict,
    read: (reference) => readReference(references, reference),
    ...sha256 === undefined ? {} : { weights: sha256 },
  }, emit);
}

async function findOrTrain(
  address: PipelineAddress,
  ready: Ready,
  options: TrainingOptions,
): Promise<TrainerOutcome<Found>> {
  const found = await find(ready, options);
  if (found) {
    return { type: "done", result: { ...found, model: found.model.folder } };
  }
  const { emit, eager = false, tune = true } = options;
  await ensureDriver((text) => emit({ type: "notice", text }));
  const job = trainerJobOf(address, ready, options);
  // A record that cannot be read is told of when the run is to be added to it.
  const past = await knownPast(address, { ...options, emit: () => {} });
  return await runTrainer(
    { ...job, task: { type: "train", eager, tune, past } },
    trained,
    options,
  );
}

/**
 * Prepares a pipeline and trains what of it is not trained yet. Two that are
 * given the same pipeline at the same time train it once.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal came before the training
 */
export async function trainOnce(
  address: PipelineAddress,
  options: TrainingOptions,
): Promise<TrainerOutcome<Given>> {
  const { emit, lock = "pin", onPrepared } = options;
  const pinning = await openPinning(address.file, lock);
  const ready = await makeReady(address, {
    ...options,
    ...pinning ? { pinning } : {},
  });
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
    const steps = await recordFront(store, front);
    const outcome = await findOrTrain(address, ready, options);
    if (outcome.type !== "done") return outcome;
    const { result } = outcome;
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
        model: await placeModel(store, result.model, address.slug),
      },
    };
  });
}
