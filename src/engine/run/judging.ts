import { lossNotFinite } from "../../base/errors/fit.ts";
import type { EpochRow, MetricValues } from "../../flow/events/event.ts";
import { metricNames } from "../../flow/graph/metric_names.ts";
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { Vocabulary } from "../../flow/graph/targets.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import type { Stage } from "../../flow/stage/stage.ts";
import type { Answers, Evaluation } from "../train/evaluate.ts";
import type { SmoothedLoss } from "../train/smoothed_loss.ts";

/** Answers as metrics read them. */
export function predictionsOf(
  { outputs, targets }: Answers,
  count: number,
  { kind, classes }: Vocabulary,
): Predictions {
  const columns = outputs.length / count;
  return { target: kind, count, columns, outputs, targets, classes };
}

/** The metrics of a pipeline, by their names in tables. */
export function metricsOf(
  metrics: readonly Stage<"metrics">[],
  predictions: Predictions,
): MetricValues {
  const names = metricNames(metrics);
  return Object.fromEntries(
    metrics.map(({ op, behaviour }, at) => [
      names[at] ?? op,
      behaviour.compute(predictions),
    ]),
  );
}

/**
 * The losses of an epoch.
 *
 * @throws {PipelineError} when the validation loss is not a number: the last
 * step may break the weights after its own loss was computed
 */
export function lossesOf(
  { loss }: Evaluation,
  smoothed: SmoothedLoss,
  { phase, epoch, settings }: EpochProgram,
): Pick<EpochRow, "train_loss" | "valid_loss"> {
  if (!Number.isFinite(loss)) {
    const rate = settings.at(-1)?.rates.at(-1) ?? NaN;
    const at = { phase, epoch, step: settings.length, rate };
    throw lossNotFinite(at, smoothed.last);
  }
  return { train_loss: smoothed.value, valid_loss: loss };
}
