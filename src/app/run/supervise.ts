/**
 * One run, from the outside: this process runs no pipeline code and holds no
 * GPU. What a run needs comes from two processes of its own.
 *
 *     supervisor ── pipeline process: description, labels, sets
 *          └─────── trainer process: everything that is not stored yet
 *
 * @module
 */
import { dirname } from "node:path";
import { openStore } from "../../base/store/store.ts";
import { type Learned, recall } from "../../engine/run/learn.ts";
import type { Emit, RunEnd } from "../../flow/events/event.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import type { Listing } from "../../flow/stage/source.ts";
import { registry } from "../../stages/registry.ts";
import { PipelineProcess } from "../child/pipeline_process.ts";
import type { TrainerJob } from "../child/trainer_job.ts";
import { runTrainer } from "../child/trainer_process.ts";
import { FileHost } from "../data/host.ts";
import { locateWeights, readReference } from "../data/references.ts";
import { errorEvent } from "./error_event.ts";
import { prepareFront } from "./front.ts";
import { recordFront } from "./front_record.ts";
import type { PipelineAddress } from "./locate.ts";
import { placeModel } from "./model_folder.ts";

/** What a run is told. */
export interface SuperviseOptions {
  readonly settings: readonly Setting[];
  /** An item that cannot be read is an error. */
  readonly strict: boolean;
  readonly storeRoot: string;
  readonly emit: Emit;
  /** Stops after the present step, state saved. */
  readonly signal: AbortSignal;
  /** Stops at once. */
  readonly kill: AbortSignal;
}

/** What a run has before anything is trained. */
interface Prepared {
  readonly description: PipelineDescription;
  readonly front: Front;
  readonly builtIn: boolean;
}

/** The items of the pipeline's source, wherever that runs. */
async function list(
  description: PipelineDescription,
  child: PipelineProcess,
  base: string,
  emit: Emit,
): Promise<Listing> {
  const { source } = description;
  const known = registry.get(`source/${source.op}`);
  if (known?.version !== source.version) {
    const { items, notices } = await child.list();
    return { items, notices, skipped: [] };
  }
  const stage = known(source.params);
  if (stage.role !== "source") throw new TypeError("Not a source");
  return await stage.behaviour.list(new FileHost(base, emit));
}

async function prepare(
  address: PipelineAddress,
  { settings, emit }: SuperviseOptions,
): Promise<Prepared> {
  await using child = await PipelineProcess.start(address);
  const description = await child.describe(settings);
  const base = dirname(address.file);
  const front = await prepareFront({
    list: () => list(description, child, base, emit),
    divide: (items) => child.divide(items),
  }, emit);
  return { description, front, builtIn: isBuiltIn(description, registry) };
}

/** The parts of a result that both processes tell in the same way. */
type Finished = Omit<Learned, "model"> & { readonly model: string };

async function finish(
  address: PipelineAddress,
  options: SuperviseOptions,
): Promise<Finished | "stopped" | "failed"> {
  const { emit, storeRoot, strict, settings, signal, kill } = options;
  const { description, front, builtIn } = await prepare(address, options);
  const store = await openStore(storeRoot);
  const steps = await recordFront(store, front);
  const stages = builtIn ? stagesOf(description, registry) : undefined;
  const reference = description.architecture.params["weights"] ??
    description.architecture.params["model"];
  const { references, sha256 } = await locateWeights(
    stages
      ? stages.architecture.behaviour.weights
      : typeof reference === "string"
      ? reference
      : undefined,
    dirname(address.file),
    emit,
  );
  const weights = sha256 === undefined ? {} : { weights: sha256 };
  const known = stages && await recall({
    description,
    stages,
    front,
    store,
    strict,
    read: (reference) => readReference(references, reference),
    ...weights,
  });
  if (known) {
    return {
      ...known,
      executed: steps.executed,
      reused: [...steps.reused, ...known.reused],
      model: known.model.folder,
    };
  }
  const job: TrainerJob = {
    description,
    front,
    storeRoot,
    references: { base: references.base, fetched: { ...references.fetched } },
    ...weights,
    strict,
    ...builtIn ? {} : {
      own: {
        file: address.file,
        export: address.export,
        settings: [...settings],
      },
    },
  };
  const outcome = await runTrainer(job, emit, { signal, kill });
  if (outcome.type !== "trained") return outcome.type;
  return {
    ...outcome,
    executed: [...steps.executed, ...outcome.executed],
    reused: [...steps.reused, ...outcome.reused],
  };
}

/** Trains a pipeline, or finds that it is trained already. Never throws. */
export async function supervise(
  address: PipelineAddress,
  options: SuperviseOptions,
): Promise<RunEnd> {
  const { emit, storeRoot } = options;
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const without = (status: "failed" | "cancelled"): RunEnd => ({
    type: "run.end",
    status,
    metrics: {},
    baseline: {},
    executed: [],
    reused: [],
    adapter: null,
    seconds: seconds(),
    model: null,
    history: [],
  });
  emit({ type: "run.start", pipeline: address.spoken });
  let end: RunEnd;
  try {
    const result = await finish(address, options);
    if (typeof result === "string") {
      end = without(result === "stopped" ? "cancelled" : "failed");
    } else {
      const { metrics, baseline, executed, reused, adapter, history } = result;
      end = {
        type: "run.end",
        status: "ok",
        metrics,
        baseline,
        executed,
        reused,
        adapter,
        seconds: seconds(),
        model: await placeModel(result.model, storeRoot, address.slug),
        history,
      };
    }
  } catch (error) {
    emit(errorEvent(error));
    end = without("failed");
  }
  emit(end);
  return end;
}
