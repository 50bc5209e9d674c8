import type { TrainOptions } from "./train_options.ts";

/** Which items are shown, and how the sheet is laid. */
export interface ShowBatchOptions extends Omit<TrainOptions, "eager" | "tune"> {
  /** `"train"` unless told. */
  readonly set?: "train" | "valid";
  /** The most items; 9 unless told. */
  readonly count?: number;
  /** Items in a row of the sheet; 3 unless told. */
  readonly columns?: number;
  /** Of all epochs of a run, counted from 1, which is the default. */
  readonly epoch?: number;
}
