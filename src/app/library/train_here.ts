import { Predictor } from "../../engine/model/predictor.ts";
import { readModel } from "../../engine/model/read_model.ts";
import { learn } from "../../engine/run/learn.ts";
import type { LearnJob } from "../../engine/run/job/job.ts";
import { readPredictions } from "../../engine/run/job/predictions_file.ts";
import { findTrained, recallWhole } from "../../engine/run/recall/recall.ts";
import { judgeClaims } from "../../flow/claims/judge.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import { augmentationFor } from "../child/augmentation.ts";
import { itemsToPredict } from "../child/predict_items.ts";
import { saveEvery } from "../child/save_every.ts";
import { confusionMatrix } from "../notebook/confusion.ts";
import { jupyterHere, shownAs } from "../notebook/jupyter.ts";
import { LiveTraining } from "../notebook/live_training.ts";
import { metricsMarkup } from "../notebook/markup.ts";
import { predictionOf } from "../notebook/prediction.ts";
import { inCachesHere, jobHere } from "./job_here.ts";
import type { PredictOptions, TrainOptions } from "./train_options.ts";
import type { Trained } from "./trained.ts";

/** What {@linkcode train} does once it is called. */
export function trainHere<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions,
): Promise<Trained<Item, Value>> {
  return inCachesHere(options, () => trainShown(pipeline, options));
}

/** Trains, and shows it where this is a notebook. */
async function trainShown<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions,
): Promise<Trained<Item, Value>> {
  const jupyter = jupyterHere();
  if (jupyter === undefined) return await trainNow(pipeline, options);
  const live = new LiveTraining(jupyter);
  const { onEvent } = options;
  try {
    const trained = await trainNow(pipeline, {
      ...options,
      onEvent: (event) => {
        live.hear(event);
        onEvent?.(event);
      },
    });
    await live.end(trained);
    return trained;
  } catch (error) {
    await live.fail(error);
    throw error;
  }
}

/** What the model said of the validation set, as it is stored. */
async function storedPredictions(job: LearnJob): Promise<Predictions> {
  const trained = await findTrained(job, () => {});
  const entry = await trained?.scheduler.peek(trained.graph.predictions);
  if (entry === undefined) throw new TypeError("Trained, and no predictions");
  return (await readPredictions(entry)).predictions;
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
    const { label, probabilities = {} } = await predictor
      .predict(first, augmentation);
    // The vocabulary holds what the label function returned.
    return { first, label: label as Value, probabilities };
  };
  const answering: Trained<Item, Value> = {
    metrics,
    baseline,
    history,
    decisions,
    claims,
    folder: model.folder,
    predict: async (item, options) => (await predict(item, options)).label,
    prediction: async (item, options) => {
      const { first, ...said } = await predict(item, options);
      return predictionOf(said, first);
    },
    confusion: async () => confusionMatrix(await storedPredictions(job)),
    probabilities: async (item, options) =>
      (await predict(item, options)).probabilities,
    [Symbol.dispose]: () => predictor[Symbol.dispose](),
  };
  return shownAs(answering, () => ({
    "text/html": metricsMarkup(metrics, baseline).toString().trim(),
    "text/plain": Object.entries(metrics)
      .map(([name, value]) => `${name}: ${value}`).join("\n"),
  }));
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
