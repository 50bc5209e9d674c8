import { dirname, join } from "node:path";
import { hashOf } from "../../base/codec/sha256.ts";
import { openStore, type Store } from "../../base/store/store.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import type { AdapterRecord } from "../../flow/events/event.ts";
import type { TrainerJob } from "../child/trainer_job.ts";
import { reachOf } from "../data/reach.ts";
import { webStores } from "../paths.ts";
import { type LocatedWeights, locateWeights } from "../data/weights.ts";
import type { LockUse } from "../lock/lock_use.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { recordedFront } from "./front_record.ts";
import { prepare, type Prepared, type PrepareOptions } from "./prepare.ts";
import { weightsOf } from "../data/weights_of.ts";

/** What a run is told. */
export interface RunOptions extends PrepareOptions {
  readonly storeRoot: string;
  /** Stops at once, nothing saved. */
  readonly kill: AbortSignal;
  /** Where a "look" asks to see the present batch; nobody does unless told. */
  readonly asks?: EventTarget;
}

/** What a training is told. */
export interface TrainingOptions extends RunOptions {
  /** Every step is done anew, none replayed; not unless told. */
  readonly eager?: boolean;
  /** Whether kernels are those that were measured to be fastest here; so unless told. */
  readonly tune?: boolean;
  /** An adapter, on which kernels have the forms that its record tells of. */
  readonly like?: AdapterRecord;
  /** What is done with the lock; `"pin"` unless told. */
  readonly lock?: LockUse;
  /** Whether somebody wants to see the first batch; not unless told. */
  readonly look?: boolean;
  /** Called with the name of the run, once it is recorded. */
  readonly onRecorded?: (id: string) => void;
  /** Called once the pipeline is described and its items are listed. */
  readonly onPrepared?: (prepared: Prepared) => void;
}

/** A pipeline that a trainer can begin with. */
export interface Ready extends Prepared {
  readonly store: Store;
  readonly weights: LocatedWeights;
}

/**
 * Prepares a pipeline and gets what it is trained with.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal came
 */
export async function makeReady(
  address: PipelineAddress,
  options: RunOptions,
): Promise<Ready> {
  const { storeRoot, emit, signal, pinning, onStep } = options;
  const prepared = await prepare(address, options);
  const { description, front } = prepared;
  if (isBuiltIn(description, registry)) {
    learnable(stagesOf(description, registry), front);
  }
  const store = await openStore(storeRoot);
  for (const node of onStep ? await recordedFront(store, front) : []) {
    onStep?.({ type: "node.state", node, key: null, state: "reused" });
  }
  const weights = await locateWeights(
    weightsOf(description),
    dirname(address.file),
    { emit, signal, pinning, reach: reachOf(prepared.admission) },
  );
  return { ...prepared, store, weights };
}

/**
 * Where results are kept. Code from the web has a store of its own by its
 * content: it can neither put anything in the place of what others compute, nor
 * read it.
 */
export function resultsRoot(
  storeRoot: string,
  { description, admission: { trees } }: Pick<
    Prepared,
    "description" | "admission"
  >,
): string {
  if (trees.length === 0 || isBuiltIn(description, registry)) return storeRoot;
  const roots = hashOf(trees.map(({ root }) => root));
  return join(webStores(storeRoot), roots.slice(0, 16));
}

/** What a trainer is told of a pipeline, whatever it is to do with it. */
export function trainerJobOf(
  { file, export: exported }: PipelineAddress,
  ready: Ready,
  { settings, strict, storeRoot }: RunOptions,
): Omit<TrainerJob, "task"> {
  const { description, front, weights: { references, sha256 } } = ready;
  return {
    description,
    front,
    storeRoot: resultsRoot(storeRoot, ready),
    references: { ...references, fetched: { ...references.fetched } },
    ...sha256 === undefined ? {} : { weights: sha256 },
    strict,
    ...isBuiltIn(description, registry)
      ? {}
      : { own: { file, export: exported, settings: [...settings] } },
  };
}
