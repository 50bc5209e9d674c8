import { lossNotFinite } from "../../../base/errors/fit.ts";
import type { EpochRow, MetricValues } from "../../../flow/events/event.ts";
import { metricNames } from "../../../flow/graph/metric_names.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { Vocabulary } from "../../../flow/graph/targets.ts";
import type { Predictions } from "../../../flow/stage/objective.ts";
import type { Stage } from "../../../flow/stage/stage.ts";
import type { Answers, Evaluation } from "../../train/evaluate.ts";
import type { SmoothedLoss } from "../../train/smoothed_loss.ts";

/** Answers as metrics read them. */
export function predictionsOf(
  { outputs, targets }: Answers,
  count: number,
  { kind, classes }: Vocabulary,
): Predictions {
  const columns = outputs.length / count;
  return { target: kind, count, columns, outputs, targets, classes };
}

/**
 * The metrics of a pipeline, by their names in tables. One that fails is left
 * out: it is judged by once more when all is trained, and fails there.
 *
 * @param onFailure told of it; may throw
 */
export function metricsOf(
  metrics: readonly Stage<"metrics">[],
  predictions: Predictions,
  onFailure: (name: string, error: unknown) => void,
): MetricValues {
  const names = metricNames(metrics);
  const values: Record<string, number> = {};
  for (const [at, { op, behaviour }] of metrics.entries()) {
    const name = names[at] ?? op;
    try {
      values[name] = behaviour.compute(predictions);
    } catch (error) {
      onFailure(name, error);
    }
  }
  return values;
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
