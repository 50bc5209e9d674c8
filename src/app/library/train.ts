import type {
  ClaimResult,
  Decision,
  Emit,
  EpochRow,
  MetricValues,
} from "../../flow/events/event.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import type { ConfusionMatrix } from "../notebook/confusion.ts";
import type { Prediction } from "../notebook/prediction.ts";
import type { TestTimeAugmentationOptions } from "../../stages/transforms/test_time_augmentation.ts";

/** Where and how a pipeline is trained from a script. */
export interface TrainOptions {
  /** The folder that the pipeline's relative paths start from; here by default. */
  readonly base?: string;
  /** Where results are kept; `.leat` below the base by default. */
  readonly cache?: string;
  /** Gets the events of the run, such as each epoch's row. */
  readonly onEvent?: Emit;
  /** Stops the training after its present step, state saved. */
  readonly signal?: AbortSignal;
  /** An item that cannot be read is an error; false unless told. */
  readonly strict?: boolean;
  /**
   * Does every training step anew rather than replay a recorded one: slower,
   * and the same bits. False unless told.
   */
  readonly eager?: boolean;
  /**
   * Whether kernels are those that were measured to be fastest on this adapter;
   * others may round the last bits otherwise. True unless told.
   */
  readonly tune?: boolean;
}

/** How a trained model is to answer. */
export interface PredictOptions {
  /**
   * Over several views of an image: as the pipeline's `testTimeAugmentation()`
   * says, or these settings; from the plain image alone unless told.
   */
  readonly testTimeAugmentation?: boolean | TestTimeAugmentationOptions;
}

/**
 * A trained model, which answers in the label's own type. A notebook shows its
 * metrics.
 */
export interface Trained<Item, Value extends LabelValue> extends Disposable {
  /** Over the whole validation set, by name in snake case. */
  readonly metrics: MetricValues;
  /** What the same metrics would be by always guessing the majority. */
  readonly baseline: MetricValues;
  /** A row an epoch. */
  readonly history: readonly EpochRow[];
  /** What callbacks decided between epochs, in order. */
  readonly decisions: readonly Decision[];
  /** What the pipeline claims, and whether it is so: nothing throws if not. */
  readonly claims: readonly ClaimResult[];
  /** The folder that holds the model. */
  readonly folder: string;
  /**
   * Answers for one item, or for the file at a path.
   *
   * @throws {PipelineError} when it cannot be read, or several views of it are
   * asked for and no transform of the pipeline varies an image
   */
  predict(item: Item | string, options?: PredictOptions): Promise<Value>;
  /**
   * The same with the probabilities, as one value: a notebook shows it beside
   * the picture.
   */
  prediction(
    item: Item | string,
    options?: PredictOptions,
  ): Promise<Prediction<Value>>;
  /**
   * Which class of the validation set was taken for which; a notebook draws it.
   *
   * @throws {RangeError} where labels are no classes
   */
  confusion(): Promise<ConfusionMatrix>;
  /** The probability of each class; empty for a number. */
  probabilities(
    item: Item | string,
    options?: PredictOptions,
  ): Promise<Readonly<Record<string, number>>>;
}

/**
 * Trains a pipeline in this process, or finds that it is trained already.
 *
 * The pipeline's code is the caller's own, so it runs here; `deno task train`
 * runs it in a process without rights. In a notebook with Deno's kernel, a table
 * and curves are shown meanwhile; elsewhere nothing is printed.
 *
 * @throws {PipelineError} when the pipeline, its data or the machine is at fault
 * @throws {Interrupted} when the signal stopped it; its state is saved
 *
 * @example
 * ```ts
 * import * as leat from "leat";
 * import assert from "node:assert/strict";
 *
 * const corners = [0, 1, 2, 3].map((corner) => ({
 *   a: corner & 1,
 *   b: corner >> 1,
 * }));
 * const both = leat.pipeline({
 *   source: leat.rows(Array.from({ length: 20 }, () => corners).flat()),
 *   label: (row) => row.a === 1 && row.b === 1 ? "both" : "not both",
 *   split: leat.random({ valid: 0.25, seed: 1 }),
 *   input: leat.features({ continuous: ["a", "b"] }),
 *   architecture: leat.mlp({ hidden: [] }),
 *   loss: leat.crossEntropy(),
 *   metrics: [leat.accuracy()],
 *   fit: leat.constant(20, { learningRate: 0.1, batch: 16 }),
 * });
 *
 * using model = await leat.train(both, { cache: await Deno.makeTempDir() });
 * assert.equal(await model.predict({ a: 1, b: 1 }), "both");
 * ```
 */
export async function train<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: TrainOptions = {},
): Promise<Trained<Item, Value>> {
  // Importing "leat" must start no engine: pipelines are described by it.
  const { trainHere } = await import("./train_here.ts");
  return await trainHere(pipeline, options);
}
