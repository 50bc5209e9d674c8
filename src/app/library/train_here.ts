import { Predictor } from "../../engine/model/predictor.ts";
import { readModel } from "../../engine/model/read_model.ts";
import { learn } from "../../engine/run/learn.ts";
import { recallWhole } from "../../engine/run/recall.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import { augmentationFor } from "../child/augmentation.ts";
import { itemsToPredict } from "../child/predict_items.ts";
import { saveEvery } from "../child/save_every.ts";
import { inCachesHere, jobHere } from "./job_here.ts";
import type { PredictOptions, Trained, TrainOptions } from "./train.ts";

/** What {@linkcode train} does once it is called. */
export function trainHere<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions,
): Promise<Trained<Item, Value>> {
  return inCachesHere(options, () => trainNow(pipeline, options));
}

async function trainNow<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions,
): Promise<Trained<Item, Value>> {
  const { job, base, emit, signal } = await jobHere(pipeline, options);
  const { stages } = job;
  const learned = await recallWhole(job, emit) ??
    await learn(job, {
      emit,
      signal,
      timer: saveEvery(),
      eager: options.eager ?? false,
      tune: options.tune ?? true,
    });
  const { metrics, baseline, history, decisions = [], model } = learned;
  const claims = judgeClaims(job.description.expect ?? [], learned);
  const predictor = await Predictor.open(
    await readModel(model.folder),
    stages,
    (text) => emit({ type: "notice", text }),
  );
  const predict = async (
    item: Item | string,
    { testTimeAugmentation }: PredictOptions = {},
  ) => {
    const { behaviour } = stages.source;
    const [first] = typeof item === "string"
      ? await itemsToPredict(behaviour, item, base)
      : [await given(item, behaviour, base)];
    if (first === undefined) throw new RangeError(`Nothing in "${item}"`);
    const augmentation = augmentationFor(stages, testTimeAugmentation);
    return await predictor.predict(first, augmentation);
  };
  return {
    metrics,
    baseline,
    history,
    decisions,
    claims,
    folder: model.folder,
    // The vocabulary holds what the label function returned.
    predict: async (item, options) =>
      (await predict(item, options)).label as Value,
    probabilities: async (item, options) =>
      (await predict(item, options)).probabilities ?? {},
    [Symbol.dispose]: () => predictor[Symbol.dispose](),
  };
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
