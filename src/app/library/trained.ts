import type {
  ClaimResult,
  Decision,
  EpochRow,
  MetricValues,
} from "../../flow/events/event.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { ConfusionMatrix } from "../notebook/confusion.ts";
import type { Prediction } from "../notebook/prediction.ts";
import type { PredictOptions } from "./train_options.ts";

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
