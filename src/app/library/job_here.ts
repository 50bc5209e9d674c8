import { resolve } from "node:path";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { openStore } from "../../base/store/store.ts";
import type { LearnJob, LearnOptions } from "../../engine/run/job/job.ts";
import type { Emit } from "../../flow/events/event.ts";
import { resolveClaims } from "../../flow/claims/resolve.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import { describe } from "../../flow/pipeline/describe.ts";
import type { AnyPipeline, Pipeline } from "../../flow/pipeline/pipeline.ts";
import { ownStages } from "../../flow/pipeline/stages.ts";
import { FileHost } from "../data/host.ts";
import { readReference } from "../data/references.ts";
import { locateWeights } from "../data/weights.ts";
import { divide } from "../child/divide.ts";
import { inCaches } from "../data/in_caches.ts";
import { prepareFront } from "../run/front.ts";
import type { TrainOptions } from "./train_options.ts";

const silent: Emit = () => {};

/** A pipeline that this process can begin with. */
export interface JobHere extends LearnOptions {
  readonly job: LearnJob;
  /** The absolute folder that relative paths start from. */
  readonly base: string;
}

/** Where results are kept. */
function storeRootOf({ base, cache }: TrainOptions): string {
  return resolve(base ?? ".", cache ?? ".leat");
}

/** Runs while nothing is removed from what a job of this process reads. */
export function inCachesHere<Result>(
  options: TrainOptions,
  run: () => Promise<Result>,
): Promise<Result> {
  return inCaches(storeRootOf(options), options.onEvent ?? silent, run);
}

/**
 * Lists, labels and splits the items of a pipeline in this process, and gets
 * what it is trained with.
 */
export async function jobHere<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions,
): Promise<JobHere> {
  const base = resolve(options.base ?? ".");
  const emit = options.onEvent ?? silent;
  const signal = interrupting(options.signal);
  const strict = options.strict ?? false;
  // From here on the pipeline is just stages; its kinds were checked above.
  const own = pipeline as unknown as AnyPipeline;
  const stages = ownStages(own);
  const host = new FileHost(base, { emit, signal });
  const { behaviour: source } = stages.source;
  const { clean } = source;
  const front = await prepareFront({
    list: () => source.list(host),
    choices: clean === undefined
      ? undefined
      : { path: clean, read: () => host.textIfThere(clean) },
    divide: (items) => divide(own, stages.split, items),
  }, { emit, strict });
  learnable(stages, front);
  const { references, sha256 } = await locateWeights(
    stages.architecture.behaviour.weights,
    base,
    { emit, signal },
  );
  const job = {
    description: describe(stages, { expect: [...resolveClaims(own.spec)] }),
    stages,
    front,
    store: await openStore(storeRootOf(options)),
    read: (reference: string) => readReference(references, reference),
    ...sha256 === undefined ? {} : { weights: sha256 },
    strict,
  };
  return { job, base, emit, signal };
}

/** A signal whose reason is ours, whatever the caller's is. */
function interrupting(signal?: AbortSignal): AbortSignal {
  const own = new AbortController();
  const stop = () => own.abort(new Interrupted());
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  return own.signal;
}
