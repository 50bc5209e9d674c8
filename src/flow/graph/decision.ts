/**
 * What is decided between epochs, in words.
 *
 * @module
 */
import type { Decision, EpochRow } from "../events/event.ts";
import type {
  EarlyStopping,
  KeepBest,
  ReduceOnPlateau,
} from "../stage/callback.ts";
import { figuresOf, type Watch } from "./watches.ts";

/** Where a decision is made. */
type Place = Pick<Decision, "phase" | "after" | "epoch">;

const epochs = (count: number) => count === 1 ? "1 epoch" : `${count} epochs`;

/** `valid_loss has not fallen for 2 epochs` */
function waited(
  { monitor, minDelta, patience }: EarlyStopping | ReduceOnPlateau,
  better: Watch["better"],
): string {
  const by = minDelta === 0 ? "" : ` by more than ${minDelta}`;
  const moved = better === "lower" ? "fallen" : "risen";
  return `${monitor} has not ${moved}${by} for ${epochs(patience)}`;
}

/** `10`, or `10 (to no less than 0.001)` */
function divisor({ factor, minLearningRate }: ReduceOnPlateau): string {
  return minLearningRate === 0
    ? `${factor}`
    : `${factor} (to no less than ${minLearningRate})`;
}

/** What a callback may do, before anything is known. */
export function intention({ tracker, better }: Watch): string {
  switch (tracker.op) {
    case "earlyStopping":
      return `A phase stops when ${waited(tracker, better)}`;
    case "reduceOnPlateau":
      return `The learning rate is divided by ${divisor(tracker)} when ${
        waited(tracker, better)
      }`;
    case "keepBest": {
      const most = better === "lower" ? "lowest" : "highest";
      return `A phase ends with the epoch of the ${most} ${tracker.monitor}`;
    }
  }
}

/** A phase ends before its last epoch. */
export function stopped(
  tracker: EarlyStopping,
  better: Watch["better"],
  place: Place,
): Decision {
  return {
    callback: "earlyStopping",
    ...place,
    monitor: tracker.monitor,
    text: `Stopped after epoch ${place.after}: ${waited(tracker, better)}`,
  };
}

/** The rates of the next epoch are lower than planned so far. */
export function lowered(tracker: ReduceOnPlateau, place: Place): Decision {
  return {
    callback: "reduceOnPlateau",
    ...place,
    monitor: tracker.monitor,
    text: `Learning rate divided by ${
      divisor(tracker)
    } from epoch ${place.epoch} on`,
  };
}

/** A phase ends with one of its epochs; the last where none was best. */
export function kept(
  { monitor }: KeepBest,
  rows: readonly EpochRow[],
  { best, ...place }: Omit<Place, "epoch"> & {
    readonly best: number | undefined;
  },
): Decision {
  const epoch = best ?? place.after;
  const figure = figuresOf(rows, monitor)[epoch - 1] ?? NaN;
  const why = best === undefined
    ? `${monitor} was never a number`
    : `${monitor} ${Number(figure.toPrecision(4))}`;
  return {
    callback: "keepBest",
    ...place,
    epoch,
    monitor,
    text: `Kept epoch ${epoch} (${why})`,
  };
}
