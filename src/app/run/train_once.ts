import { dirname } from "node:path";
import { hashOf } from "../../base/codec/sha256.ts";
import { openStore, type Store } from "../../base/store/store.ts";
import { type Learned, recall } from "../../engine/run/recall.ts";
import type { RunEnd } from "../../flow/events/event.ts";
import { frontHashes } from "../../flow/graph/front.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import { ensureDriver } from "../child/driver_process.ts";
import { runTrainer } from "../child/trainer_process.ts";
import {
  type LocatedWeights,
  locateWeights,
  readReference,
} from "../data/references.ts";
import { alone } from "./alone.ts";
import { recordFront } from "./front_record.ts";
import type { PipelineAddress } from "./locate.ts";
import { placeModel } from "./model_folder.ts";
import { prepare, type Prepared, type PrepareOptions } from "./prepare.ts";
import { weightsOf } from "./weights_of.ts";

/** What a run is told. */
export interface RunOptions extends PrepareOptions {
  readonly storeRoot: string;
  /** Stops at once, nothing saved. */
  readonly kill: AbortSignal;
}

/** What a run gave. */
export type Given = Pick<
  RunEnd,
  "metrics" | "baseline" | "executed" | "reused" | "adapter" | "history"
>;

/** How a run went: `model` is the folder for people. */
export type Outcome =
  | Given & { readonly type: "trained"; readonly model: string }
  | { readonly type: "stopped" }
  | { readonly type: "failed" };

/** What both the look into the store and the trainer are told. */
interface Ready extends Prepared {
  readonly weights: LocatedWeights;
}

async function find(
  { description, front, weights }: Ready,
  store: Store,
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
  store: Store,
  options: RunOptions,
): Promise<Outcome> {
  const found = await find(ready, store, options);
  if (found) return { ...found, type: "trained", model: found.model.folder };
  const { description, front, weights } = ready;
  const { settings, strict, storeRoot, emit, signal, kill } = options;
  await ensureDriver((text) => emit({ type: "notice", text }));
  return await runTrainer(
    {
      description,
      front,
      storeRoot,
      references: {
        base: weights.references.base,
        fetched: { ...weights.references.fetched },
      },
      ...weights.sha256 === undefined ? {} : { weights: weights.sha256 },
      strict,
      ...isBuiltIn(description, registry) ? {} : {
        own: {
          file: address.file,
          export: address.export,
          settings: [...settings],
        },
      },
    },
    emit,
    { signal, kill },
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
  options: RunOptions,
): Promise<Outcome> {
  const { storeRoot, emit, signal } = options;
  const prepared = await prepare(address, options);
  const { description, front } = prepared;
  if (isBuiltIn(description, registry)) {
    learnable(stagesOf(description, registry), front);
  }
  const store = await openStore(storeRoot);
  const weights = await locateWeights(
    weightsOf(description),
    dirname(address.file),
    { emit, signal },
  );
  const ready = { ...prepared, weights };
  const hashes = [frontHashes(front), weights.sha256 ?? null];
  const name = `run-${hashOf([description, hashes]).slice(0, 32)}`;
  const onWait = () =>
    emit({ type: "notice", text: "Waiting for another run of this pipeline" });
  return await alone(store, name, { onWait, signal }, async () => {
    const steps = await recordFront(store, front);
    const outcome = await findOrTrain(address, ready, store, options);
    if (outcome.type !== "trained") return outcome;
    return {
      ...outcome,
      executed: [...steps.executed, ...outcome.executed],
      reused: [...steps.reused, ...outcome.reused],
      model: await placeModel(store, outcome.model, address.slug),
    };
  });
}
