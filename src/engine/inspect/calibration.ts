/**
 * Whether a model is as sure as it is right.
 *
 * @module
 */
import type { Predictions } from "../../flow/stage/objective.ts";
import { answersOf } from "./classes.ts";

/** A probability that was given, and whether it came true. */
export interface Forecast {
  /** 0 to 1 */
  readonly probability: number;
  readonly right: boolean;
}

/** Forecasts of about the same probability. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The mean of their probabilities; NaN where there are none. */
  readonly confidence: number;
  /** The share that came true; NaN where there are none. */
  readonly accuracy: number;
}

/** How sure a model is, beside how often it is right. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** The expected calibration error, 0 to 1; NaN of nothing. */
  readonly error: number;
}

/**
 * What a model forecast: of one class an item, that the class it names is
 * right; of tags, that each tag is there.
 */
export function forecastsOf(predictions: Predictions): readonly Forecast[] {
  if (predictions.target === "quantity") return [];
  if (predictions.target === "tags") {
    const { outputs, targets } = predictions;
    return Array.from(
      outputs,
      (probability, at) => ({ probability, right: targets[at]! > 0.5 }),
    );
  }
  return answersOf(predictions).map(({ actual, predicted, confidence }) => ({
    probability: confidence,
    right: actual === predicted,
  }));
}

/**
 * The reliability of forecasts in bins of one width, (0, 0.1], (0.1, 0.2] …
 * with 0 in the first, and the expected calibration error:
 *
 *     ECE = Σ (items of the bin / all items) · |accuracy - confidence|
 *
 * Source: Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural
 * networks", 2017, equations 1 to 3, after Naeini, Cooper and Hauskrecht, 2015.
 */
export function calibrationOf(
  forecasts: readonly Forecast[],
  count = 10,
): Calibration {
  const held = Array.from({ length: count }, () => [] as Forecast[]);
  for (const forecast of forecasts) {
    const at = Math.ceil(forecast.probability * count) - 1;
    held[Math.max(0, Math.min(count - 1, at))]?.push(forecast);
  }
  const bins = held.map((each, at) => {
    const sum = each.reduce((sum, { probability }) => sum + probability, 0);
    const right = each.filter((forecast) => forecast.right).length;
    return {
      from: at / count,
      to: (at + 1) / count,
      count: each.length,
      confidence: sum / each.length,
      accuracy: right / each.length,
    };
  });
  const error = bins.reduce(
    (sum, { count, confidence, accuracy }) =>
      count === 0 ? sum : sum + count * Math.abs(accuracy - confidence),
    0,
  );
  return { bins, error: error / forecasts.length };
}
