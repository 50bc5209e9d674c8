import type { Predictions } from "../../flow/stage/objective.ts";
import { type Calibration, calibrationOf, forecastsOf } from "./calibration.ts";
import {
  answersOf,
  type ClassFigures,
  classFigures,
  type ConfusedPair,
  type Confusion,
  confusionOf,
  mostConfused,
  tagFigures,
} from "./classes.ts";
import { itemLosses, worst } from "./losses.ts";
import { type Residuals, residualsOf } from "./residuals.ts";

/** An item that the model is wrong about, or unsure of. */
export interface TopLoss {
  /** Its place in the set. */
  readonly row: number;
  readonly loss: number;
}

/** What answers to a whole set tell of a model. */
export interface Inspection {
  readonly target: Predictions["target"];
  /** In column order; empty for a number. */
  readonly classes: readonly string[];
  /** How many items were asked about. */
  readonly count: number;
  readonly topLosses: readonly TopLoss[];
  /** Of classes and tags. */
  readonly figures: readonly ClassFigures[];
  /** Of classes and tags. */
  readonly calibration?: Calibration;
  /** Of classes. */
  readonly confusion?: Confusion;
  readonly confused: readonly ConfusedPair[];
  /** Of numbers. */
  readonly residuals?: Residuals;
}

/** How much of each list is told. */
export interface InspectionLimits {
  readonly losses: number;
  readonly pairs: number;
}

/** Looks at answers from every side that their kind has. */
export function inspect(
  predictions: Predictions,
  limits: InspectionLimits,
): Inspection {
  const { target, count, columns } = predictions;
  const losses = itemLosses(predictions);
  const plain = {
    target,
    classes: predictions.classes.map(String),
    count,
    topLosses: worst(losses, limits.losses)
      .map((row) => ({ row, loss: losses[row] ?? NaN })),
    figures: [],
    confused: [],
  };
  if (target === "quantity") {
    return { ...plain, residuals: residualsOf(predictions) };
  }
  const calibration = calibrationOf(forecastsOf(predictions));
  if (target === "tags") {
    return { ...plain, calibration, figures: tagFigures(predictions) };
  }
  const confusion = confusionOf(answersOf(predictions), columns);
  return {
    ...plain,
    calibration,
    confusion,
    figures: classFigures(confusion),
    confused: mostConfused(confusion, limits.pairs),
  };
}
