import { z } from "zod";

/** What callbacks that watch a figure let you choose. */
export interface MonitorOptions {
  /**
   * `valid_loss`, `train_loss`, or a metric of the pipeline by its name in
   * tables: `error_rate`; `valid_loss` unless told.
   */
  readonly monitor?: string;
  /**
   * Which figure is better. Unless told, less of a loss, and of a metric what
   * it says itself: less error, more accuracy.
   */
  readonly comparison?: "less" | "greater";
  /** Better by this or less is not better; 0 unless told. */
  readonly minDelta?: number;
}

/** The schema of `MonitorOptions`, with fastai's defaults. */
export const monitoring = {
  monitor: z.string().min(1).default("valid_loss"),
  comparison: z.enum(["less", "greater"]).exactOptional(),
  minDelta: z.number().nonnegative().default(0),
};

/** Epochs in a row without a better figure. */
export const patience = z.int().min(1).default(1);
