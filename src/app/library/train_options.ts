import type { Emit } from "../../flow/events/event.ts";
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
