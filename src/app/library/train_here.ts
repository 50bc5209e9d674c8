import { resolve } from "node:path";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { openStore } from "../../base/store/store.ts";
import { Predictor } from "../../engine/model/predictor.ts";
import { readModel } from "../../engine/model/read_model.ts";
import { learn } from "../../engine/run/learn.ts";
import { recall } from "../../engine/run/recall.ts";
import type { Emit } from "../../flow/events/event.ts";
import { learnable } from "../../flow/graph/learnable.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import { describe } from "../../flow/pipeline/describe.ts";
import type { AnyPipeline, Pipeline } from "../../flow/pipeline/pipeline.ts";
import { ownStages } from "../../flow/pipeline/stages.ts";
import { FileHost } from "../data/host.ts";
import { readReference } from "../data/references.ts";
import { locateWeights } from "../data/weights.ts";
import { divide } from "../run/divide.ts";
import { prepareFront } from "../run/front.ts";
import { itemsToPredict } from "../run/predict_items.ts";
import type { Trained, TrainOptions } from "./train.ts";

const silent: Emit = () => {};

/** What {@linkcode train} does once it is called. */
export async function trainHere<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions,
): Promise<Trained<Item, Value>> {
  const base = resolve(options.base ?? ".");
  const emit = options.onEvent ?? silent;
  const signal = interrupting(options.signal);
  const strict = options.strict ?? false;
  // From here on the pipeline is just stages; its kinds were checked above.
  const own = pipeline as unknown as AnyPipeline;
  const stages = ownStages(own);
  const front = await prepareFront({
    list: () =>
      stages.source.behaviour.list(new FileHost(base, { emit, signal })),
    divide: (items) => divide(own, stages.split, items),
  }, { emit, strict });
  learnable(stages, front);
  const { references, sha256 } = await locateWeights(
    stages.architecture.behaviour.weights,
    base,
    { emit, signal },
  );
  const job = {
    description: describe(stages),
    stages,
    front,
    store: await openStore(resolve(base, options.cache ?? ".leat")),
    read: (reference: string) => readReference(references, reference),
    ...sha256 === undefined ? {} : { weights: sha256 },
    strict,
  };
  const learned = await recall(job, emit) ??
    await learn(job, { emit, signal });
  const { metrics, baseline, history, model } = learned;
  const predictor = await Predictor.open(
    await readModel(model.folder),
    stages,
    (text) => emit({ type: "notice", text }),
  );
  const predict = async (item: Item | string) => {
    const { behaviour } = stages.source;
    const [first] = typeof item === "string"
      ? await itemsToPredict(behaviour, item, base)
      : [await given(item, behaviour, base)];
    if (first === undefined) throw new RangeError(`Nothing in "${item}"`);
    return await predictor.predict(first);
  };
  return {
    metrics,
    baseline,
    history,
    folder: model.folder,
    // The vocabulary holds what the label function returned.
    predict: async (item) => (await predict(item)).label as Value,
    probabilities: async (item) => (await predict(item)).probabilities ?? {},
    [Symbol.dispose]: () => predictor[Symbol.dispose](),
  };
}

/** A signal whose reason is ours, whatever the caller's is. */
function interrupting(signal?: AbortSignal): AbortSignal {
  const own = new AbortController();
  const stop = () => own.abort(new Interrupted());
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  return own.signal;
}

/** An item as it is: a row, or a file whose path is read. */
async function given(
  item: unknown,
  behaviour: Parameters<typeof itemsToPredict>[0],
  base: string,
) {
  const path = typeof item === "object" && item !== null && "path" in item
    ? item.path
    : undefined;
  if (behaviour.itemOf && typeof path === "string") {
    const [first] = await itemsToPredict(behaviour, path, base);
    if (first) return { ...first, item: item as Json };
  }
  return {
    id: "the item",
    item: item as Json,
    read: () => Promise.reject(new TypeError("A row has no file to read")),
  };
}
