import { unknownMonitor } from "../../base/errors/callbacks.ts";
import type { EpochRow } from "../events/event.ts";
import { type Tracker, trackersAmong } from "../stage/callback.ts";
import type { Stage } from "../stage/stage.ts";
import { metricNames } from "./metric_names.ts";

/** The losses that every epoch has. */
export const LOSSES = ["valid_loss", "train_loss"] as const;

/** What of a pipeline tells what is watched. */
export interface Watching {
  readonly fit: Stage<"fit">;
  readonly metrics: readonly Stage<"metrics">[];
}

/** A callback that watches a figure, and which way of it is good. */
export interface Watch {
  readonly tracker: Tracker;
  readonly better: "lower" | "higher";
}

/** Directions by the names of all figures that a row of the table has. */
function directions(
  metrics: Watching["metrics"],
): ReadonlyMap<string, Watch["better"]> {
  const names = metricNames(metrics);
  return new Map([
    ...metrics.map(({ behaviour }, at) =>
      [names[at] ?? "", behaviour.better] as const
    ),
    // Last: a metric of such a name does not take the loss's place.
    ...LOSSES.map((name) => [name, "lower"] as const),
  ]);
}

/**
 * What the callbacks of a pipeline watch. Less is better of a loss; a metric
 * says itself, where fastai tells from its name: that `rmse` is an error cannot
 * be told from that.
 *
 * @throws {PipelineError} when a name is neither a loss nor a metric's
 */
export function watchesOf(
  { fit, metrics }: Watching,
): readonly Watch[] {
  const known = directions(metrics);
  return trackersAmong(fit.behaviour.callbacks ?? []).map((tracker) => {
    const { op, monitor, comparison } = tracker;
    const own = known.get(monitor);
    if (own === undefined) {
      const names = new Set([...LOSSES, ...known.keys()]);
      throw unknownMonitor(op, monitor, [...names]);
    }
    if (comparison === undefined) return { tracker, better: own };
    return { tracker, better: comparison === "less" ? "lower" : "higher" };
  });
}

/** The places of the metrics that are watched, in the pipeline's list. */
export function watchedMetrics(
  stages: Watching,
): ReadonlyMap<string, number> {
  const losses: readonly string[] = LOSSES;
  const watched = watchesOf(stages).map(({ tracker }) => tracker.monitor)
    .filter((name) => !losses.includes(name));
  const names = metricNames(stages.metrics);
  return new Map(watched.map((name) => [name, names.indexOf(name)]));
}

/** The figure of that name in each row; not a number where there is none. */
export function figuresOf(
  rows: readonly EpochRow[],
  monitor: string,
): readonly number[] {
  return rows.map((row) =>
    monitor === "valid_loss" || monitor === "train_loss"
      ? row[monitor]
      : row.metrics[monitor] ?? NaN
  );
}
